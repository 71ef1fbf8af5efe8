import { Circle, CircleDashed, Triangle, X } from "lucide-react";
import { cn } from "../components/cn.ts";
import { Tooltip } from "../components/tooltip.tsx";
import { useStatus } from "../lib/queries.ts";
import { formatDuration } from "../lib/time.ts";
import type { VenueHealth } from "../lib/wire.ts";

const LOOKS = {
  connected: {
    word: "Connected",
    icon: Circle,
    className: "border-edge text-fg",
    mark: "fill-lime text-lime",
  },
  degraded: {
    word: "Degraded",
    icon: Triangle,
    className: "border-warning/40 text-warning",
    mark: "fill-warning text-warning",
  },
  disconnected: {
    word: "Disconnected",
    icon: X,
    className: "border-danger/40 text-danger",
    mark: "text-danger stroke-[4]",
  },
  // The API does not answer: that says nothing of the venue.
  unknown: {
    word: "Unknown",
    icon: CircleDashed,
    className: "border-edge text-muted",
    mark: "text-muted stroke-[3]",
  },
} as const;

/** A venue's connection in one exact word with a mark of its own shape. */
export function VenuePill({ venue, label }: { venue: string; label: string }) {
  const { data: status, isError } = useStatus();
  const health = status?.venues.find((candidate) => candidate.venue === venue);
  if (status === undefined && !isError) {
    return <span className="text-[12px] text-muted">{label}</span>;
  }
  const state = isError ? "unknown" : (health?.state ?? "disconnected");
  const { word, icon: Icon, className, mark } = LOOKS[state];
  return (
    <span className="inline-flex items-center gap-1.5 text-[12px]">
      <span className="text-muted">{label}</span>
      <Tooltip text={explain(label, health, isError)}>
        <button
          type="button"
          data-testid={`pill-${venue}`}
          aria-description={`${label}: ${explain(label, health, isError)}`}
          className={cn(
            "inline-flex h-6 cursor-help items-center gap-1.5 whitespace-nowrap rounded-full border bg-raised px-1.5 font-medium md:px-2",
            className,
          )}
        >
          <Icon aria-hidden className={cn("size-2", mark)} />
          {word}
        </button>
      </Tooltip>
    </span>
  );
}

function explain(label: string, health: VenueHealth | undefined, unreachable: boolean): string {
  if (unreachable) return "The API does not answer, so nothing is known of this venue.";
  if (health === undefined) return `${label} is not among the venues that run.`;
  if (health.state === "degraded") return "Connected, but not all of its books are live.";
  if (health.staleness_ms === null) return "Nothing has been received yet.";
  return `Last sign of life ${formatDuration(health.staleness_ms)} before the last status.`;
}
