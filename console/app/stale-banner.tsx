import { TimerOff } from "lucide-react";
import { useStreamState } from "../lib/live-context.tsx";
import { useTimeZone } from "../lib/preferences.ts";
import { useStatus } from "../lib/queries.ts";
import { formatTime } from "../lib/time.ts";

/** Says across the page that nothing on it is fresh any more, or that nothing ever came. */
export function StaleBanner() {
  const state = useStreamState();
  const [zone] = useTimeZone();
  const { data: status, isError } = useStatus();
  if (state.kind !== "stale" && (status !== undefined || !isError)) return null;
  return (
    <div
      role="status"
      data-testid="stale-banner"
      className="flex items-center gap-2 border-warning/30 border-b bg-warning/10 px-3 py-1.5 text-[12px] text-warning md:px-5"
    >
      <TimerOff aria-hidden className="size-4 shrink-0" />
      {state.kind === "stale" ? (
        <span>
          Stale since <span className="num">{formatTime(state.sinceMs, zone)}</span>: the stream is silent.
          Reconnecting{state.attempt > 1 ? `, attempt ${state.attempt}` : ""}.
        </span>
      ) : (
        <span>The API does not answer. It is tried again every few seconds.</span>
      )}
    </div>
  );
}
