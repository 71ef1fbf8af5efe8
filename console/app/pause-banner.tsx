import { OctagonPause } from "lucide-react";
import { useStatus } from "../lib/queries.ts";

/** Across every screen while no new trade may start. */
export function PauseBanner() {
  const { data: status } = useStatus();
  if (status === undefined || !status.risk.is_paused) return null;
  return (
    <div
      role="alert"
      data-testid="pause-banner"
      className="pause-banner border-danger/40 border-b px-3 py-2 text-danger md:h-10 md:px-5"
    >
      <OctagonPause aria-hidden className="size-5 shrink-0" />
      <strong className="font-semibold tracking-wide">SYSTEM PAUSED</strong>
      <span className="text-fg">{status.risk.pause_reason ?? "No reason was given."}</span>
    </div>
  );
}
