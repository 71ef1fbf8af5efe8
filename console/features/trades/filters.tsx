import { Download, X } from "lucide-react";
import { AssetFilter, FILTER_FIELD } from "../../components/asset-filter.tsx";
import { Button } from "../../components/button.tsx";
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
      <DayFilter name="from" label="From" search={search} onChoose={(value) => choose("from", value)} />
      <DayFilter name="to" label="to" search={search} onChoose={(value) => choose("to", value)} />
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

interface ChoiceProps {
  readonly search: TradeSearch;
  readonly onChoose: (value: string) => void;
}

/** A day of UTC, whatever clock is shown: a link must mean the same to everyone. */
function DayFilter({ name, label, search, onChoose }: ChoiceProps & { name: "from" | "to"; label: string }) {
  return (
    <label className="inline-flex items-center gap-1.5 text-[12px] text-muted" title="A day of UTC">
      {label}
      <input
        type="date"
        aria-label={name === "from" ? "First day, UTC" : "Last day, UTC"}
        data-testid={`filter-${name}`}
        value={search[name] ?? ""}
        onChange={(event) => onChoose(event.target.value)}
        className={`${FILTER_FIELD} w-[7.75rem]`}
      />
    </label>
  );
}
