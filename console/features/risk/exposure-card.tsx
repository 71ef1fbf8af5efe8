import { Link } from "@tanstack/react-router";
import { ArrowUpRight } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "../../components/card.tsx";
import { Gain } from "../../components/gain.tsx";
import { Meter } from "../../components/meter.tsx";
import { negateDecimal, signOf } from "../../lib/decimal-text.ts";
import { formatCost, formatCount, formatUsd } from "../../lib/format.ts";
import { lossToday, usedPct } from "../../lib/risk-text.ts";
import type { RiskOverview } from "../../lib/wire.ts";

/** Today's result and what is at stake now, each against its limit. */
export function ExposureCard({ risk, mark }: { risk: RiskOverview; mark: ReactNode }) {
  return (
    <Card
      title="Today"
      hint={`${risk.day}, UTC`}
      testId="risk-today"
      className="flex-1"
      actions={
        <div className="flex items-center gap-3">
          {mark}
          <Link
            to="/trades"
            search={{ from: risk.day, to: risk.day }}
            data-testid="trades-of-today"
            title="Trades that moved money; the list has those that failed as well"
            className="inline-flex items-center gap-1 text-[12px] text-soft hover:text-fg"
          >
            {formatCount(risk.daily_trades)} traded
            <ArrowUpRight aria-hidden className="size-3.5" />
          </Link>
        </div>
      }
    >
      <div className="flex flex-col gap-5 px-4 pt-1 pb-4">
        <Against
          name="PnL"
          figure={<Gain usd={risk.daily_pnl_usd} className="font-medium text-[19px]" />}
          limit={`loss limit ${formatUsd(risk.daily_loss_limit_usd)}`}
          used={usedPct(lossToday(risk), risk.daily_loss_limit_usd)}
          note={lossLeft(risk)}
          testId="daily-loss"
        />
        <Against
          name="Open exposure"
          figure={<span className="num font-medium text-[19px]">{formatCost(risk.open_exposure_usd)}</span>}
          limit={`limit ${formatUsd(risk.max_open_exposure_usd)}`}
          used={usedPct(risk.open_exposure_usd, risk.max_open_exposure_usd)}
          note={`${formatCount(risk.open_trades)} open ${risk.open_trades === 1 ? "trade" : "trades"}`}
          testId="open-exposure"
        />
        <Against
          name="Losses in a row"
          figure={<span className="num font-medium text-[19px]">{formatCount(risk.consecutive_losses)}</span>}
          limit={`pauses at ${formatCount(risk.max_consecutive_losses)}`}
          used={usedPct(String(risk.consecutive_losses), String(risk.max_consecutive_losses))}
          testId="consecutive-losses"
        />
      </div>
    </Card>
  );
}

/** On a day that gained the limit is further away than its own amount. */
function lossLeft(risk: RiskOverview): string {
  if (signOf(risk.daily_pnl_usd) > 0)
    return `pauses when the day stands at ${formatUsd(negateDecimal(risk.daily_loss_limit_usd))}`;
  return `${formatUsd(risk.daily_remaining_loss_usd)} may still be lost today`;
}

interface AgainstProps {
  readonly name: string;
  readonly figure: ReactNode;
  readonly limit: string;
  readonly used: number;
  readonly note?: string;
  readonly testId: string;
}

function Against({ name, figure, limit, used, note, testId }: AgainstProps) {
  return (
    <div data-testid={testId} className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <span className="text-muted">{name}</span>
        {figure}
      </div>
      <Meter usedPct={used} label={`${name} against its limit`} testId={`${testId}-meter`} />
      <div className="flex justify-between gap-3 text-[12px] text-muted">
        <span>{note}</span>
        <span className="num">{limit}</span>
      </div>
    </div>
  );
}
