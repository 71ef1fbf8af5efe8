import type { ReactElement } from "react";
import { StaleMark } from "../../components/stale-mark.tsx";
import { UnreadCard } from "../../components/unread-card.tsx";
import { useInventory } from "../../lib/inventory-queries.ts";
import { POLL_MS } from "../../lib/polling.ts";
import { BalancesCard } from "./balances-card.tsx";
import { DriftCard } from "./drift-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import { TotalsStrip } from "./totals-strip.tsx";

/** What the ledger says is held on both venues, and whether the venues agree. */
export function InventoryScreen(): ReactElement {
  const { data, isError, error, dataUpdatedAt } = useInventory();
  const rows = data?.balances ?? [];
  return (
    <div data-testid="inventory-screen" className="grid grid-cols-12 gap-3 md:gap-4">
      <title>Inventory · Tandem</title>
      <h1 className="sr-only">Inventory</h1>
      {data === undefined ? (
        <div className="col-span-12">
          <UnreadCard title="Balances" what="The inventory" error={error} rows={8} testId="balances" />
        </div>
      ) : (
        <>
          <div className="col-span-12">
            <TotalsStrip rows={rows} />
          </div>
          <div className="col-span-12">
            <BalancesCard
              rows={rows}
              mark={<StaleMark readAtMs={dataUpdatedAt} failed={isError} freshMs={POLL_MS * 2} />}
            />
          </div>
        </>
      )}
      <div className="col-span-12 flex flex-col wide:col-span-8">
        <HistoryCard assets={[...new Set(rows.map(({ asset }) => asset))].sort()} />
      </div>
      <div className="col-span-12 flex flex-col wide:col-span-4">
        <DriftCard />
      </div>
    </div>
  );
}
