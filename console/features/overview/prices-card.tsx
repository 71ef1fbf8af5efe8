import { Inbox } from "lucide-react";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { formatPct } from "../../lib/format.ts";
import { usePrices, useStreamState } from "../../lib/live-context.tsx";
import type { TimedPrices } from "../../lib/price-store.ts";
import { useStatus } from "../../lib/queries.ts";
import { payingSpreadPct } from "../../lib/thresholds.ts";
import type { BookState } from "../../lib/wire.ts";
import { PriceRow, PriceTile } from "./price-row.tsx";

interface PricesCardProps {
  readonly chosen: string | null;
  readonly onChoose: (asset: string) => void;
}

/** Both venues' prices of every asset, live. */
export function PricesCard({ chosen, onChoose }: PricesCardProps) {
  const known = usePrices();
  const stale = useStreamState().kind === "stale";
  const { data: status, isError } = useStatus();
  const prices = isError ? known.map(noLongerKnown) : known;
  const threshold = payingSpreadPct(status);
  return (
    <Card
      title="Prices"
      testId="prices-card"
      hint={
        threshold === null
          ? undefined
          : `a spread must reach ${formatPct(threshold, { signed: false })} to pay`
      }
    >
      {prices.length === 0 &&
        (status === undefined ? <SkeletonRows rows={3} label="Prices are being read" /> : <NoAssets />)}
      {prices.length > 0 && (
        <div className={stale ? "opacity-60" : undefined}>
          <div className="overflow-x-auto max-md:hidden">
            <table className="w-full">
              <PricesHead />
              <tbody>
                {prices.map((price) => (
                  <PriceRow
                    key={price.asset}
                    price={price}
                    threshold={stale ? null : threshold}
                    chosen={price.asset === chosen}
                    onChoose={onChoose}
                  />
                ))}
              </tbody>
            </table>
          </div>
          <ul className="md:hidden">
            {prices.map((price) => (
              <PriceTile
                key={price.asset}
                price={price}
                threshold={stale ? null : threshold}
                onChoose={onChoose}
              />
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

/** With the API away nothing is live any more, whatever it last said. */
function noLongerKnown(price: TimedPrices): TimedPrices {
  const aged = (state: BookState): BookState => (state === "live" ? "stale" : state);
  return { ...price, cex_state: aged(price.cex_state), dex_state: aged(price.dex_state) };
}

function PricesHead() {
  return (
    <thead className="text-[11px] text-muted">
      <tr className="h-8 border-line border-y bg-raised/50 [&>th]:px-3 [&>th]:font-medium [&>th]:first:pl-4 [&>th]:last:pr-4">
        <th scope="col" className="text-left">
          Asset
        </th>
        <th scope="col" className="text-right">
          Gemini bid
        </th>
        <th scope="col" className="text-right">
          Gemini ask
        </th>
        <th scope="col" className="text-left">
          Book
        </th>
        <th scope="col" className="text-right">
          Orca mid
        </th>
        <th scope="col" className="text-left">
          Pool
        </th>
        <th scope="col" className="text-right">
          Slot
        </th>
        <th scope="col" className="text-right">
          Best spread
        </th>
        <th scope="col" className="text-left">
          Direction
        </th>
      </tr>
    </thead>
  );
}

function NoAssets() {
  return (
    <EmptyState icon={Inbox} title="No assets are configured" testId="prices-empty">
      Name at least one in ASSET_LIST with its pool and start again.
    </EmptyState>
  );
}
