import { ChevronRight } from "lucide-react";
import { Badge } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { type CounterLine, counterLines } from "../../lib/counters.ts";
import { NO_VALUE } from "../../lib/format.ts";
import { useStatus } from "../../lib/queries.ts";
import { formatDuration } from "../../lib/time.ts";
import type { VenueHealth } from "../../lib/wire.ts";

const TONES = { connected: "success", degraded: "warning", disconnected: "danger" } as const;
const WORDS = { connected: "Connected", degraded: "Degraded", disconnected: "Disconnected" } as const;
const NAMES: Record<string, string> = { gemini: "Gemini", solana: "Solana" };

/** Each venue's connection: how long silent, and what it had to repair. */
export function ConnectionHealth() {
  const { data: status, isError } = useStatus();
  return (
    <Card title="Connections" testId="connection-health" className="flex-1">
      {status === undefined && <SkeletonRows rows={4} label="Connections are being read" />}
      <div className="grid grid-cols-1 gap-4 px-4 pt-1 pb-4 sm:grid-cols-2 wide:grid-cols-1">
        {status?.venues.map((venue) => (
          <Venue key={venue.venue} venue={venue} unknown={isError} />
        ))}
      </div>
    </Card>
  );
}

function Venue({ venue, unknown }: { venue: VenueHealth; unknown: boolean }) {
  const { vital, others } = counterLines(venue.counters);
  const name = NAMES[venue.venue] ?? venue.venue;
  const silent = venue.staleness_ms === null ? NO_VALUE : formatDuration(venue.staleness_ms);
  return (
    <section aria-label={name} data-testid={`health-${venue.venue}`}>
      <div className="flex items-center justify-between gap-2 border-line border-b pb-2">
        <h3 className="font-semibold">{name}</h3>
        {unknown ? <Badge>last known</Badge> : <Badge tone={TONES[venue.state]}>{WORDS[venue.state]}</Badge>}
      </div>
      <Lines lines={[{ code: "silent", label: "Silent for", text: silent }, ...vital]} />
      {others.length > 0 && (
        <details className="group mt-2">
          <summary
            data-testid={`counters-${venue.venue}`}
            className="inline-flex cursor-pointer items-center gap-1 rounded-[4px] text-[12px] text-muted hover:text-fg"
          >
            <ChevronRight
              aria-hidden
              className="size-3.5 transition-transform duration-150 group-open:rotate-90"
            />
            {others.length} more counters
          </summary>
          <Lines lines={others} />
        </details>
      )}
    </section>
  );
}

function Lines({ lines }: { lines: readonly CounterLine[] }) {
  return (
    <dl className="mt-2 grid grid-cols-2 gap-x-6 gap-y-1 text-[12px]">
      {lines.map(({ code, label, text }) => (
        <div key={code} className="flex min-w-0 items-baseline justify-between gap-2">
          <dt className="truncate text-muted" title={label}>
            {label}
          </dt>
          <dd className="num text-soft">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
