import { X } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { AssetFilter } from "../../components/asset-filter.tsx";
import { Button } from "../../components/button.tsx";
import { DayFilter } from "../../components/day-filter.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { isDecimal } from "../../lib/decimal-text.ts";
import { directionText } from "../../lib/wording.ts";
import { type OpportunitySearch, parseOpportunitySearch } from "./search.ts";

const DIRECTIONS = [
  { value: "all", label: "Both ways" },
  { value: "cex_to_dex", label: "Gemini \u2192 Orca" },
  { value: "dex_to_cex", label: "Orca \u2192 Gemini" },
] as const;

interface FiltersProps {
  readonly search: OpportunitySearch;
  readonly onChange: (next: OpportunitySearch) => void;
}

/** What the list shows; every choice stands in the address and can be sent as a link. */
export function Filters({ search, onChange }: FiltersProps) {
  const { asset, direction, min } = search;
  const chooseDirection = (next: "all" | "cex_to_dex" | "dex_to_cex") => {
    const { direction: _, ...rest } = search;
    onChange(next === "all" ? rest : { ...rest, direction: next });
  };
  const chooseAsset = (next: string) => {
    const { asset: _, ...rest } = search;
    onChange(next === "" ? rest : { ...rest, asset: next });
  };
  const chooseDay = (name: "from" | "to", day: string) =>
    onChange(parseOpportunitySearch({ ...search, [name]: day }));
  const filtered = [asset, direction, min, search.from, search.to].some((choice) => choice !== undefined);
  return (
    <div className="flex flex-wrap items-center gap-2" data-testid="filters">
      <AssetFilter asset={asset} onChoose={chooseAsset} />
      <div className="max-md:order-last">
        <Segmented
          label={direction === undefined ? "Direction" : `Direction: ${directionText(direction)}`}
          testId="filter-direction"
          value={direction ?? "all"}
          options={DIRECTIONS}
          onChange={chooseDirection}
        />
      </div>
      <MinimumSpread search={search} onChange={onChange} />
      <DayFilter days={search} onChoose={chooseDay} />
      {filtered && (
        <Button onClick={() => onChange({})} data-testid="filter-clear" size="small">
          <X aria-hidden className="size-3.5" /> Clear
        </Button>
      )}
    </div>
  );
}

/** Takes effect on Enter and on leaving the field. */
function MinimumSpread({ search, onChange }: FiltersProps) {
  const [text, setText] = useState(search.min ?? "");
  useEffect(() => setText(search.min ?? ""), [search.min]);
  const wrong = text !== "" && !isDecimal(text);
  const commit = () => {
    if (wrong || text === (search.min ?? "")) return;
    const { min: _, ...rest } = search;
    onChange(text === "" ? rest : { ...rest, min: text });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    commit();
  };
  return (
    <form onSubmit={submit} className="inline-flex items-center gap-1.5 text-[12px] text-muted">
      <label htmlFor="filter-min">Spread from</label>
      <input
        id="filter-min"
        data-testid="filter-min-spread"
        inputMode="decimal"
        autoComplete="off"
        placeholder="0.0"
        value={text}
        aria-invalid={wrong}
        onChange={(event) => setText(event.target.value.trim().replace(",", "."))}
        onBlur={commit}
        className="num h-[30px] w-16 rounded-button border border-edge bg-bg px-2 text-right text-fg placeholder:text-muted aria-invalid:border-danger"
      />
      %
    </form>
  );
}
