import { cn } from "./cn.ts";

const FULL_PCT = 100;
const NEAR_PCT = 75;

interface MeterProps {
  /** How much of the limit is used, 0 to 100. */
  readonly usedPct: number;
  /** What is measured, for those who hear the page; the figures stand beside it as text. */
  readonly label: string;
  readonly testId: string;
}

/** How near something is to its limit. */
export function Meter({ usedPct, label, testId }: MeterProps) {
  return (
    <div data-testid={testId} className="relative h-2 overflow-hidden rounded-full bg-overlay">
      <meter aria-label={label} min={0} max={FULL_PCT} value={usedPct} className="sr-only" />
      <div
        aria-hidden
        className={cn("h-full rounded-full", colour(usedPct))}
        style={{ width: `${usedPct}%` }}
      />
    </div>
  );
}

function colour(usedPct: number): string {
  if (usedPct >= FULL_PCT) return "bg-danger";
  return usedPct >= NEAR_PCT ? "bg-warning" : "bg-soft";
}
