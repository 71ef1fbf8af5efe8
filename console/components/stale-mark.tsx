import { TimerOff } from "lucide-react";
import { useTimeZone } from "../lib/preferences.ts";
import { formatTime } from "../lib/time.ts";
import { useNow } from "../lib/use-now.ts";
import { Badge } from "./badge.tsx";

interface StaleMarkProps {
  /** When what is shown was read, by this machine's clock. */
  readonly readAtMs: number;
  /** The last attempt to read it again failed. */
  readonly failed: boolean;
  /** Older than this it is stale, also while an answer is still awaited. */
  readonly freshMs: number;
}

/** Stands beside what could not be read again, and says since when; nothing where all is fresh. */
export function StaleMark({ readAtMs, failed, freshMs }: StaleMarkProps) {
  const [zone] = useTimeZone();
  const nowMs = useNow(true, 1_000);
  if (!failed && nowMs - readAtMs <= freshMs) return null;
  return (
    <span data-testid="stale-mark" className="inline-flex">
      <Badge tone="warning">
        <TimerOff aria-hidden className="size-3" />
        stale since <span className="num">{formatTime(readAtMs, zone)}</span>
      </Badge>
    </span>
  );
}
