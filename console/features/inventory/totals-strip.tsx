import { formatUsd, NO_VALUE } from "../../lib/format.ts";
import { byVenue, type Holding, holdingOf, venueText } from "../../lib/holdings.ts";
import type { InventoryRow } from "../../lib/wire.ts";

/** What everything is worth, together and on each venue. */
export function TotalsStrip({ rows }: { rows: readonly InventoryRow[] }) {
  const all = holdingOf("all", rows);
  return (
    <dl
      data-testid="inventory-totals"
      className="grid grid-cols-1 overflow-hidden rounded-card border border-line bg-surface sm:grid-cols-3"
    >
      <Total label="Everything" holding={all} whole={all} />
      {byVenue(rows).map((venue) => (
        <Total key={venue.name} label={venueText(venue.name)} holding={venue} whole={all} />
      ))}
    </dl>
  );
}

function Total({ label, holding, whole }: { label: string; holding: Holding; whole: Holding }) {
  const { name, valueUsd, unpriced } = holding;
  return (
    <div className="-mt-px -ml-px border-line border-t border-l px-4 py-3">
      <dt className="text-[12px] text-muted">{label}</dt>
      <dd
        data-testid={`value-${name}`}
        title={valueUsd ?? undefined}
        className="num mt-0.5 font-medium text-[19px] leading-tight"
      >
        {valueUsd === null ? NO_VALUE : formatUsd(valueUsd)}
      </dd>
      <dd className="mt-0.5 text-[11px] text-muted">
        {unpriced.length > 0
          ? `without ${unpriced.join(", ")}, which has no live price`
          : shareText(holding, whole)}
      </dd>
    </div>
  );
}

function shareText({ name, valueUsd }: Holding, whole: Holding): string {
  if (name === "all" || valueUsd === null || whole.valueUsd === null)
    return "from the ledger, at the last prices";
  const share = (Number(valueUsd) / Number(whole.valueUsd)) * 100;
  return `${share.toFixed(1)}\u202F% of everything`;
}
