import { usePrices } from "../lib/live-context.tsx";

/** How every field of a filter row looks. */
export const FILTER_FIELD = "h-[30px] rounded-button border border-edge bg-bg px-2 text-[12px] text-fg";

interface AssetFilterProps {
  readonly asset: string | undefined;
  /** An asset, or the empty text for all of them. */
  readonly onChoose: (asset: string) => void;
}

/** The assets that have prices, and the chosen one even where it has none any more. */
export function AssetFilter({ asset, onChoose }: AssetFilterProps) {
  const assets = usePrices().map((price) => price.asset);
  const listed = asset === undefined || assets.includes(asset) ? assets : [...assets, asset];
  return (
    <select
      aria-label="Asset"
      data-testid="filter-asset"
      value={asset ?? ""}
      onChange={(event) => onChoose(event.target.value)}
      className={FILTER_FIELD}
    >
      <option value="">All assets</option>
      {listed.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
