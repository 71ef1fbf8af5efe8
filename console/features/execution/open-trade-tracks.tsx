import { Link } from "@tanstack/react-router";
import { ArrowUpRight, Hourglass, ShieldCheck, Timer } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../../components/cn.ts";
import { Direction } from "../../components/direction.tsx";
import { OriginBadge, StatusBadge } from "../../components/trade-marks.tsx";
import { formatUsd } from "../../lib/format.ts";
import { lanesOf, spanOf } from "../../lib/leg-tracks.ts";
import { formatDuration } from "../../lib/time.ts";
import { PHASE_WORDS, residualText } from "../../lib/trade-text.ts";
import type { OpenTrade } from "../../lib/wire.ts";
import { LegLane } from "./leg-lane.tsx";

/** One open trade: its clocks, and a lane for each venue on one axis of time. */
export function OpenTradeTracks({ trade, nowMs }: { trade: OpenTrade; nowMs: number }) {
  // Where nothing moves until somebody decides, the axis stands still too.
  const span = spanOf(trade.timestamp, trade.legs, trade.phase === "stranded" ? null : nowMs);
  const { cex, dex } = lanesOf(trade.legs);
  const over = trade.phase === "flat" || trade.phase === "balanced";
  const idle = over ? "No order was needed here." : "No order yet: this leg waits for the other one.";
  const both = { span, startedAt: trade.timestamp, idle };
  return (
    <li data-testid="open-trade" data-id={trade.id} className="flex flex-col gap-3 px-4 py-3.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span className="font-semibold text-[14px]">{trade.asset}</span>
        <span className="text-soft">
          <Direction direction={trade.direction} />
        </span>
        <span className="num text-soft">{formatUsd(trade.size_usd)}</span>
        <StatusBadge row={trade} />
        <OriginBadge row={trade} />
        <span data-testid="open-trade-phase" className="text-[12px] text-muted">
          {PHASE_WORDS[trade.phase] ?? trade.phase}
        </span>
        <Link
          to="/trades"
          search={{ trade: trade.id }}
          data-testid="open-trade-detail"
          className="ml-auto inline-flex items-center gap-1 text-[12px] text-soft hover:text-fg"
        >
          Evidence <ArrowUpRight aria-hidden className="size-3.5" />
        </Link>
      </div>
      <Clocks trade={trade} nowMs={nowMs} />
      <div className="flex flex-col gap-2">
        <LegLane name="Gemini" legs={cex} {...both} testId="cex-lane" />
        <LegLane name="Orca" legs={dex} {...both} testId="dex-lane" />
      </div>
    </li>
  );
}

function Clocks({ trade, nowMs }: { trade: OpenTrade; nowMs: number }) {
  const since = trade.exposed_since;
  const exposed = since !== null;
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1.5">
      <Clock name="Elapsed" icon={<Timer aria-hidden className="size-4 text-muted" />} testId="elapsed">
        {formatDuration(nowMs - Date.parse(trade.timestamp))}
      </Clock>
      <Clock
        name="Exposed"
        icon={
          exposed ? (
            <Hourglass aria-hidden className="size-4 text-warning" />
          ) : (
            <ShieldCheck aria-hidden className="size-4 text-success" />
          )
        }
        testId="exposure-clock"
        tone={exposed ? "text-warning" : "text-soft"}
      >
        {exposed ? formatDuration(nowMs - Date.parse(since)) : flatText(trade)}
      </Clock>
      <Clock name="Residual" testId="open-trade-residual">
        {residualText(trade)}
      </Clock>
      <Clock name="Loss bound" testId="loss-bound">
        {formatUsd(trade.max_loss_usd)}
      </Clock>
    </dl>
  );
}

/** Not exposed: nothing was filled yet, or it was and is closed again. */
function flatText({ exposure_ms: ms }: OpenTrade): string {
  return ms === null ? "not yet" : `flat after ${formatDuration(ms)}`;
}

interface ClockProps {
  readonly name: string;
  readonly icon?: ReactNode;
  readonly tone?: string;
  readonly testId: string;
  readonly children: ReactNode;
}

function Clock({ name, icon, tone = "text-soft", testId, children }: ClockProps) {
  return (
    <div className="flex items-center gap-1.5">
      {icon}
      <dt className="text-[12px] text-muted">{name}</dt>
      <dd data-testid={testId} className={cn("num min-w-14 font-medium", tone)}>
        {children}
      </dd>
    </div>
  );
}
