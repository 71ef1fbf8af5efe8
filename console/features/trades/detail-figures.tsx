import { Headline, Headlines } from "../../components/headlines.tsx";
import { Section } from "../../components/section.tsx";
import { Signed } from "../../components/signed.tsx";
import { Realised } from "../../components/trade-marks.tsx";
import { Waterfall } from "../../components/waterfall.tsx";
import { attributionWaterfall } from "../../lib/attribution.ts";
import { formatCost, formatMs, formatPct, formatSignedUsd, NO_VALUE } from "../../lib/format.ts";
import { residualText, STATUS_WORDS } from "../../lib/trade-text.ts";
import type { Trade } from "../../lib/wire.ts";
import { latencyText } from "./columns.tsx";

interface RowProps {
  readonly row: Trade;
}

/** What it earned, what was promised, what it cost and how long it took. */
export function Figures({ row }: RowProps) {
  const ended = row.status !== "executing";
  return (
    <Headlines>
      <Headline name="Realised">
        <Realised row={row} />
        {ended && (
          <span className="num block font-normal text-[12px] text-muted">{formatPct(row.pnl_pct)}</span>
        )}
      </Headline>
      <Headline name="Predicted">
        <Signed value={row.predicted_pnl_usd} text={formatSignedUsd(row.predicted_pnl_usd)} />
      </Headline>
      <Headline name="Fees">
        <span title={row.fees_usd} className="num">
          {formatCost(row.fees_usd)}
        </span>
      </Headline>
      <Headline name="Decision to flat">
        <span className="num">{latencyText(row)}</span>
      </Headline>
    </Headlines>
  );
}

/** How it ended in words, and what is left of it. */
export function Outcome({ row }: RowProps) {
  return (
    <Section title="Outcome">
      <p className="text-soft" data-testid="trade-outcome">
        {STATUS_WORDS[row.status].meaning}
        {row.status_reason !== "" && <span className="text-fg"> {row.status_reason}</span>}
      </p>
      <p className="text-soft">
        <span className="text-muted">Residual: </span>
        <span data-testid="trade-residual" title={row.residual} className="text-fg">
          {residualText(row)}
        </span>
        <span className="text-muted">. One leg stood alone for </span>
        <span className="num text-fg">
          {row.exposure_ms === null ? NO_VALUE : `${formatMs(row.exposure_ms)} ms`}
        </span>
      </p>
    </Section>
  );
}

/** Why it earned something else than was predicted. */
export function Explanation({ row }: RowProps) {
  const steps = attributionWaterfall(row);
  return (
    <Section title="From predicted to realised">
      {steps === null ? (
        <p className="text-muted">Attributed when the trade has ended.</p>
      ) : (
        <Waterfall steps={steps} testId="attribution-waterfall" />
      )}
    </Section>
  );
}
