import { Eye, FlaskConical, Zap } from "lucide-react";
import { cn } from "../components/cn.ts";
import { Tooltip } from "../components/tooltip.tsx";
import { useStatus } from "../lib/queries.ts";
import { MODE_MEANING } from "../lib/wording.ts";

const LOOKS = {
  demo: { icon: FlaskConical, className: "border-warning/40 bg-warning/10 text-warning" },
  observe: { icon: Eye, className: "border-edge bg-raised text-soft" },
  live: { icon: Zap, className: "border-danger bg-danger/15 text-danger" },
} as const;
/** Real orders are on: nothing else on any screen looks like it. */
const LIVE_ON = "border-danger bg-danger text-bg";

/** Whether money is real, on every screen. Nothing is claimed before the server has said it. */
export function ModeBadge() {
  const { data: status } = useStatus();
  if (status === undefined) return null;
  const { icon: Icon, className } = LOOKS[status.mode];
  const isLive = status.mode === "live";
  const isOn = isLive && !status.risk.observe_only;
  return (
    <Tooltip text={MODE_MEANING[status.mode]}>
      <button
        type="button"
        data-testid="mode-badge"
        aria-description={MODE_MEANING[status.mode]}
        className={cn(
          "inline-flex h-6 cursor-help items-center gap-1 rounded-[5px] border px-2 font-semibold text-[11px] tracking-wide",
          isOn ? LIVE_ON : className,
        )}
      >
        <Icon aria-hidden className="size-3.5" />
        {status.mode.toUpperCase()}
        {isLive && (isOn ? ": REAL ORDERS" : ", OFF")}
      </button>
    </Tooltip>
  );
}
