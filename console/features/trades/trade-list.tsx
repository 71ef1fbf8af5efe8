import { ArrowLeftRight } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PagedList } from "../../components/paged-list.tsx";
import type { useTrades } from "../../lib/trade-queries.ts";
import { TradeCard } from "./trade-card.tsx";
import { TradeTable } from "./trade-table.tsx";

interface TradeListProps {
  readonly list: ReturnType<typeof useTrades>;
  readonly filtered: boolean;
  readonly onClear: () => void;
}

export function TradeList({ list, filtered, onClear }: TradeListProps) {
  return (
    <PagedList
      list={list}
      noun="Trades"
      table={(rows) => <TradeTable rows={rows} />}
      card={(row) => <TradeCard row={row} />}
      nothing={<Nothing filtered={filtered} onClear={onClear} />}
    />
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
