import { Radio, RadioTower, TimerOff } from "lucide-react";
import { useStreamState } from "../lib/live-context.tsx";
import { useTimeZone } from "../lib/preferences.ts";
import { formatTime } from "../lib/time.ts";

/** Whether what is on screen moves by itself, and if not, since when. */
export function StreamBadge() {
  const state = useStreamState();
  const [zone] = useTimeZone();
  return (
    <output
      data-testid="stream-state"
      className="ml-auto inline-flex items-center gap-1.5 whitespace-nowrap text-[12px] md:ml-0"
    >
      {state.kind === "live" && (
        <>
          <Radio aria-hidden className="size-3.5 text-lime" />
          <span className="text-soft">live</span>
        </>
      )}
      {(state.kind === "connecting" || state.kind === "reconnecting") && (
        <>
          <RadioTower aria-hidden className="size-3.5 text-muted" />
          <span className="text-muted max-sm:sr-only">{state.kind}</span>
        </>
      )}
      {state.kind === "stale" && (
        <>
          <TimerOff aria-hidden className="size-3.5 text-warning" />
          <span className="text-warning">
            stale
            <span className="max-sm:sr-only">
              {" since "}
              <span className="num">{formatTime(state.sinceMs, zone)}</span>
            </span>
          </span>
        </>
      )}
    </output>
  );
}
