import { Badge } from "../../components/badge.tsx";
import { cn } from "../../components/cn.ts";
import { LegStateBadge } from "../../components/leg-state-badge.tsx";
import { formatCount, formatSizeBrief } from "../../lib/format.ts";
import { barOf, type TrackSpan } from "../../lib/leg-tracks.ts";
import { PURPOSE_WORDS, sinceStart, stepText } from "../../lib/trade-text.ts";
import type { TradeLeg } from "../../lib/wire.ts";

interface AttemptsProps {
  readonly legs: readonly TradeLeg[];
  readonly span: TrackSpan;
  readonly startedAt: string;
}

interface LegLaneProps extends AttemptsProps {
  readonly name: string;
  /** What is said where no order was made. */
  readonly idle: string;
  readonly testId: string;
}

/** So many attempts are in sight; those before them are behind one line. */
const SHOWN = 3;

/** One venue's attempts under each other, on the trade's axis of time. */
export function LegLane({ name, idle, legs, span, startedAt, testId }: LegLaneProps) {
  const earlier = legs.slice(0, -SHOWN);
  return (
    <div
      data-testid={testId}
      className="grid grid-cols-1 gap-x-3 gap-y-1.5 rounded-table border border-line bg-raised/40 px-3 py-2.5 sm:grid-cols-[4.5rem_1fr]"
    >
      <h3 className="font-semibold text-[12px] text-soft">{name}</h3>
      {legs.length === 0 ? (
        <p className="text-[12px] text-muted">{idle}</p>
      ) : (
        <div className="flex min-w-0 flex-col gap-2.5">
          {earlier.length > 0 && (
            <details data-testid="earlier-attempts">
              <summary className="cursor-pointer rounded-[4px] text-[12px] text-muted hover:text-fg">
                {formatCount(earlier.length)} earlier {earlier.length === 1 ? "attempt" : "attempts"}
              </summary>
              <div className="pt-2.5">
                <Attempts legs={earlier} span={span} startedAt={startedAt} />
              </div>
            </details>
          )}
          <Attempts legs={legs.slice(-SHOWN)} span={span} startedAt={startedAt} />
        </div>
      )}
    </div>
  );
}

function Attempts({ legs, span, startedAt }: AttemptsProps) {
  return (
    <ol className="flex min-w-0 flex-col gap-2.5">
      {legs.map((leg) => (
        <Attempt key={leg.attempt_id} leg={leg} span={span} startedAt={startedAt} />
      ))}
    </ol>
  );
}

function Attempt({ leg, span, startedAt }: { leg: TradeLeg; span: TrackSpan; startedAt: string }) {
  return (
    <li data-testid="lane-attempt" data-state={leg.state} className="flex min-w-0 flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-[12px]">
        <span className="text-fg">
          {PURPOSE_WORDS[leg.purpose]}: {leg.side}
        </span>
        {leg.attempt > 1 && <Badge>attempt {leg.attempt}</Badge>}
        <LegStateBadge state={leg.state} />
        <span title={`${leg.filled} of ${leg.wanted}`} className="num text-muted">
          {formatSizeBrief(leg.filled)} of {formatSizeBrief(leg.wanted)}
        </span>
        {leg.reason !== null && <span className="min-w-0 break-words text-warning">{leg.reason}</span>}
      </div>
      <Bar leg={leg} span={span} />
      <ol className="flex flex-wrap gap-x-3 gap-y-0.5 text-[11px]">
        {leg.timeline.map(({ at, what }, index) => (
          <li key={index} className="inline-flex items-center gap-1 whitespace-nowrap text-muted">
            <span aria-hidden className={cn("size-1.5 rounded-full", colour(what))} />
            <span className="text-soft">{stepText(what)}</span>
            <span className="num">{sinceStart(at, startedAt)}</span>
          </li>
        ))}
      </ol>
    </li>
  );
}

/** Drawn only: its words and times stand under it. */
function Bar({ leg, span }: { leg: TradeLeg; span: TrackSpan }) {
  const { left, width, growing, marks } = barOf(leg, span);
  return (
    <div aria-hidden className="relative h-2.5 overflow-hidden rounded-full bg-overlay">
      <div
        className={cn("absolute inset-y-0 rounded-full", fill(leg.state), growing && "animate-pulse")}
        style={{ left: `${left}%`, width: `${Math.max(width, 0.5)}%` }}
      />
      {marks.map(({ at, what }, index) => (
        <span
          key={index}
          className={cn("absolute inset-y-0 w-0.5 -translate-x-1/2", colour(what))}
          style={{ left: `${Math.min(99.8, Math.max(0.2, at))}%` }}
        />
      ))}
    </div>
  );
}

function fill(state: TradeLeg["state"]): string {
  if (state === "filled") return "bg-success/40";
  if (state === "unknown") return "bg-danger/40";
  return state === "rejected" || state === "expired" || state === "partial" ? "bg-warning/40" : "bg-lime/40";
}

function colour(what: string): string {
  if (/^(filled|confirmed|finalized|settled)$/.test(what)) return "bg-success";
  if (what === "unknown" || what === "vanished") return "bg-danger";
  return /^(rejected|expired|partial|filled_in_part|absent|not_sent|failed.*)$/.test(what)
    ? "bg-warning"
    : "bg-soft";
}
