import { ArrowRight, CircleAlert, ScrollText } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { type AuditChange, auditChanges } from "../../lib/audit-text.ts";
import { LIMIT_FIELDS } from "../../lib/limits.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { useAudit } from "../../lib/risk-queries.ts";
import { reasonText } from "../../lib/risk-text.ts";
import { formatDayTime, formatInstant } from "../../lib/time.ts";
import type { AuditEntry } from "../../lib/wire.ts";

/** Who did what when, with the value before and after. */
export function AuditTrail() {
  const { entries, isPending, isError, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useAudit();
  return (
    <Card title="Audit trail" testId="audit-trail" className="flex-1">
      {entries.length === 0 && isPending && <SkeletonRows rows={5} label="The audit trail is being read" />}
      {entries.length === 0 && isError && (
        <EmptyState icon={CircleAlert} title="The audit trail could not be read" testId="audit-error">
          {error.message}. It is tried again by itself.
        </EmptyState>
      )}
      {entries.length === 0 && !isPending && !isError && (
        <EmptyState icon={ScrollText} title="Nothing was changed yet" testId="audit-empty">
          Each pause, resume and change of a limit is kept here with who did it.
        </EmptyState>
      )}
      <ol
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label="What was changed, newest first"
        className="border-line border-t wide:max-h-[34rem] wide:overflow-y-auto"
      >
        {entries.map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </ol>
      {hasNextPage && (
        <div className="flex justify-center p-3">
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()} data-testid="audit-more">
            {isFetchingNextPage ? "Loading" : "Load older"}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const [zone] = useTimeZone();
  const atMs = Date.parse(entry.timestamp);
  return (
    <li
      data-testid="audit-entry"
      className="flex flex-col gap-0.5 border-line border-b px-4 py-2 last:border-0"
    >
      <span className="flex items-baseline justify-between gap-3">
        <span className="font-medium">{reasonText(entry.action)}</span>
        <span className="text-[12px] text-muted">
          {entry.by},{" "}
          <time dateTime={entry.timestamp} title={formatInstant(atMs, zone)} className="num">
            {formatDayTime(atMs, zone)}
          </time>
        </span>
      </span>
      {auditChanges(entry).map((change) => (
        <Change key={change.name} change={change} />
      ))}
    </li>
  );
}

/** A limit is called here as in the form beside. */
function fieldText(name: string): string {
  return LIMIT_FIELDS.find(({ key }) => key === name)?.label ?? reasonText(name);
}

function Change({ change: { name, before, after } }: { change: AuditChange }) {
  return (
    <span className="flex flex-wrap items-baseline gap-x-1.5 text-[12px]">
      {name !== "" && <span className="text-muted">{fieldText(name)}</span>}
      <span className="min-w-0 break-words text-muted">{before}</span>
      <ArrowRight role="img" aria-label="became" className="size-3 shrink-0 self-center text-muted" />
      <span className="min-w-0 break-words text-soft">{after}</span>
    </span>
  );
}
