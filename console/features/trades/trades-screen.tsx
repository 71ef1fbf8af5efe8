import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactElement, useCallback, useMemo } from "react";
import { Card } from "../../components/card.tsx";
import { formatCount } from "../../lib/format.ts";
import { useTrades } from "../../lib/trade-queries.ts";
import { Filters } from "./filters.tsx";
import { isFiltered, type TradeSearch, toFilter } from "./search.ts";
import { TradeDetail } from "./trade-detail.tsx";
import { TradeList } from "./trade-list.tsx";

/** Every trade, newest first, as it happens; one of them may be open over the list. */
export function TradesScreen(): ReactElement {
  const search = useSearch({ from: "/trades" });
  const navigate = useNavigate();
  const filter = useMemo(() => toFilter(search), [search]);
  const list = useTrades(filter);
  const change = (next: TradeSearch) =>
    void navigate({ to: "/trades", search: next, replace: true, resetScroll: false });
  const close = useCallback(
    () => void navigate({ to: "/trades", search: ({ trade: _, ...filters }) => filters, resetScroll: false }),
    [navigate],
  );
  return (
    <div data-testid="trades-screen">
      <title>Trades · Tandem</title>
      <h1 className="sr-only">Trades</h1>
      <Card
        title="Trades"
        testId="trades-card"
        hint={
          list.data === undefined ? undefined : (
            <span data-testid="trades-count">{countText(list.rows.length, list.total)}</span>
          )
        }
        actions={<Filters search={search} onChange={change} />}
      >
        <TradeList list={list} filtered={isFiltered(search)} onClear={() => change({})} />
      </Card>
      {search.trade !== undefined && <TradeDetail key={search.trade} id={search.trade} onClose={close} />}
    </div>
  );
}

function countText(shown: number, total: number): string {
  const all = `${formatCount(total)} ${total === 1 ? "trade" : "trades"}`;
  return shown < total ? `${all}, the newest ${formatCount(shown)} shown` : all;
}
