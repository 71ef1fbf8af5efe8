import { Download, X } from "lucide-react";
import { AssetFilter, FILTER_FIELD } from "../../components/asset-filter.tsx";
import { Button } from "../../components/button.tsx";
import { DayFilter } from "../../components/day-filter.tsx";
import { tradeExportHref } from "../../lib/trade-api.ts";
import { STATUS_WORDS } from "../../lib/trade-text.ts";
import { tradeStatus } from "../../lib/wire.ts";
import { isFiltered, parseTradeSearch, type TradeSearch, toFilter } from "./search.ts";

interface FiltersProps {
  readonly search: TradeSearch;
  readonly onChange: (next: TradeSearch) => void;
}

/** What the list shows; every choice stands in the address and can be sent as a link. */
export function Filters({ search, onChange }: FiltersProps) {
  const choose = (name: keyof TradeSearch, value: string) =>
    onChange(parseTradeSearch({ ...search, [name]: value }));
  return (
    <div className="flex flex-wrap items-center gap-2" data-testid="filters">
      <AssetFilter asset={search.asset} onChoose={(value) => choose("asset", value)} />
      <select
        aria-label="Status"
        data-testid="filter-status"
        value={search.status ?? ""}
        onChange={(event) => choose("status", event.target.value)}
        className={FILTER_FIELD}
      >
        <option value="">Any status</option>
        {tradeStatus.options.map((status) => (
          <option key={status} value={status}>
            {STATUS_WORDS[status].label}
          </option>
        ))}
      </select>
      <DayFilter days={search} onChoose={choose} />
      {isFiltered(search) && (
        <Button onClick={() => onChange({})} data-testid="filter-clear" size="small">
          <X aria-hidden className="size-3.5" /> Clear
        </Button>
      )}
      <a
        href={tradeExportHref(toFilter(search))}
        download
        data-testid="export-csv"
        className="inline-flex h-[30px] items-center gap-1.5 rounded-button border border-edge bg-raised px-2 font-medium text-[12px] text-soft transition-colors duration-150 hover:bg-overlay hover:text-fg"
      >
        <Download aria-hidden className="size-3.5" /> Export CSV
      </a>
    </div>
  );
}
