import { Card } from "../../components/card.tsx";
import { StrandedChoice } from "../../components/stranded-choice.tsx";
import { formatCount } from "../../lib/format.ts";
import { useMay } from "../../lib/session-context.tsx";
import type { OpenTrade } from "../../lib/wire.ts";

/** Trades that did not end flat, each with the choices that end it. */
export function StrandedTrades({ trades }: { trades: readonly OpenTrade[] }) {
  const may = useMay("operator");
  return (
    <Card
      title="Stranded trades"
      hint={may ? `${formatCount(trades.length)} to decide` : "an operator has to decide"}
      testId="stranded-trades"
    >
      <ul className="flex flex-col gap-3 px-4 pb-4">
        {trades.map((trade) => (
          <li key={trade.id} data-testid="stranded-trade" data-id={trade.id}>
            <StrandedChoice row={trade} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
