import { Scale } from "lucide-react";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Waterfall } from "../../components/waterfall.tsx";
import { attributionWaterfall } from "../../lib/attribution.ts";
import { formatCount, formatSignedUsd } from "../../lib/format.ts";
import type { Report } from "../../lib/wire.ts";

/** What was promised, what came of it, and which cause made the difference. */
export function AccuracyCard({ accuracy }: { accuracy: Report["accuracy"] }) {
  const steps = attributionWaterfall({
    attribution: accuracy.attribution,
    predicted_pnl_usd: accuracy.predicted_pnl_usd,
    pnl_usd: accuracy.realised_pnl_usd,
  });
  return (
    <Card
      title="Predicted against realised"
      hint="all trades that are explained"
      testId="report-accuracy"
      className="flex-1"
    >
      {accuracy.trades === 0 || steps === null ? (
        <EmptyState icon={Scale} title="No trade to explain yet" testId="accuracy-empty">
          Each closed trade says what was predicted and why it came otherwise.
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-2 px-4 pb-4">
          <Waterfall steps={steps} testId="report-waterfall" />
          <p data-testid="accuracy-note" className="text-[12px] text-muted">
            Realised less predicted:{" "}
            <span className="num text-fg" title={accuracy.difference_usd}>
              {formatSignedUsd(accuracy.difference_usd)}
            </span>
            . {formatCount(accuracy.kept)} of {formatCount(accuracy.trades)} brought what was predicted, or
            more.
          </p>
        </div>
      )}
    </Card>
  );
}
