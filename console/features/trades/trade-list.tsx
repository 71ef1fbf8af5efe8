import { ArrowLeftRight, CircleAlert } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import type { useTrades } from "../../lib/trade-queries.ts";
import { TradeCard } from "./trade-card.tsx";
import { TradeTable } from "./trade-table.tsx";

interface TradeListProps {
  readonly list: ReturnType<typeof useTrades>;
  readonly filtered: boolean;
  readonly onClear: () => void;
}

/** A table where there is room, cards where there is not, and words where there is nothing. */
export function TradeList({ list, filtered, onClear }: TradeListProps) {
  const { rows, isPending, isError, error, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  if (rows.length === 0 && isError) {
    return (
      <EmptyState icon={CircleAlert} title="The list could not be read" testId="trades-error">
        {error.message}. It is tried again by itself.
      </EmptyState>
    );
  }
  if (rows.length === 0 && isPending) return <SkeletonRows rows={10} label="Trades are being read" />;
  if (rows.length === 0) return <Nothing filtered={filtered} onClear={onClear} />;
  return (
    <>
      <TradeTable rows={rows} />
      <ul className="border-line border-t md:hidden">
        {rows.map((row) => (
          <TradeCard key={row.id} row={row} />
        ))}
      </ul>
      <div className="flex justify-center border-line border-t p-3">
        {hasNextPage ? (
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()} data-testid="load-more">
            {isFetchingNextPage ? "Loading" : "Load older"}
          </Button>
        ) : (
          <p className="text-[12px] text-muted">
            {isError ? "Older ones could not be read. It is tried again by itself." : "That is all of them."}
          </p>
        )}
      </div>
    </>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return (
    <EmptyState icon={ArrowLeftRight} title="No trades yet" testId="trades-empty">
      {filtered ? (
        <>
          <p className="mb-3">None matches these filters.</p>
          <Button onClick={onClear}>Clear the filters</Button>
        </>
      ) : (
        <p>
          A trade starts when an opportunity clears the profit threshold after all costs, trading is neither
          paused nor observe-only, and the start-up reconciliation has finished.
        </p>
      )}
    </EmptyState>
  );
}
