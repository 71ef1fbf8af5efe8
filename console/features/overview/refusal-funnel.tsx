import { Filter } from "lucide-react";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { barWidth } from "../../lib/chart/geometry.ts";
import { formatCount, formatShare } from "../../lib/format.ts";
import { useStatus } from "../../lib/queries.ts";
import { refusalText } from "../../lib/wording.ts";

/** Why evaluations said no: each reason with its count, the commonest first. */
export function RefusalFunnel() {
  const { data: status } = useStatus();
  const reasons = Object.entries(status?.refusals ?? {})
    .filter(([, count]) => count > 0)
    .sort(([, left], [, right]) => right - left);
  const refused = reasons.reduce((sum, [, count]) => sum + count, 0);
  return (
    <Card
      title="Why refused"
      hint={status && `${formatCount(refused)} refusals`}
      testId="refusal-funnel"
      className="flex-1"
    >
      {status === undefined && <SkeletonRows rows={5} label="Refusals are being read" />}
      {status !== undefined && reasons.length === 0 && (
        <EmptyState icon={Filter} title="Nothing refused yet" testId="refusals-empty">
          Each evaluation that finds no profit is counted here with its reason.
        </EmptyState>
      )}
      <ol className="flex flex-col gap-3 px-4 pt-1 pb-4">
        {reasons.map(([code, count]) => (
          <Reason key={code} code={code} count={count} refused={refused} largest={reasons[0]?.[1] ?? 0} />
        ))}
      </ol>
    </Card>
  );
}

interface ReasonProps {
  readonly code: string;
  readonly count: number;
  readonly refused: number;
  readonly largest: number;
}

function Reason({ code, count, refused, largest }: ReasonProps) {
  return (
    <li data-testid={`refusal-${code}`}>
      <div className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate text-fg">{refusalText(code)}</span>
        <span className="num text-fg">
          {formatCount(count)}
          <span className="ml-2 inline-block w-14 text-right text-muted">{formatShare(count, refused)}</span>
        </span>
      </div>
      <div className="mt-1 h-1.5 overflow-hidden rounded-full bg-raised">
        <div className="h-full rounded-full bg-muted" style={{ width: `${barWidth(count, largest)}%` }} />
      </div>
      <p className="num mt-0.5 text-[11px] text-muted">{code}</p>
    </li>
  );
}
