import { Download, Wallet } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { TableBox } from "../../components/table-box.tsx";
import { saveText } from "../../lib/csv.ts";
import { signOf } from "../../lib/decimal-text.ts";
import { formatPct, formatSize, formatUsd, NO_VALUE } from "../../lib/format.ts";
import { balancesCsv, byAsset, type Holding, venueText } from "../../lib/holdings.ts";
import type { InventoryRow } from "../../lib/wire.ts";

const HEADINGS = ["Total", "Value", "Available", "Reserved", "In flight", "Against opening"];

/** Every asset with its sum and what each venue holds of it. */
export function BalancesCard({ rows, mark }: { rows: readonly InventoryRow[]; mark: ReactNode }) {
  const save = () =>
    saveText(`tandem-inventory-${new Date().toISOString().slice(0, 19)}Z.csv`, balancesCsv(rows));
  return (
    <Card
      title="Balances"
      hint="from the ledger; on chain SOL counts what pays network fees"
      testId="balances"
      className="flex-1"
      actions={
        <div className="flex items-center gap-2">
          {mark}
          <Button size="small" onClick={save} data-testid="balances-csv">
            <Download aria-hidden className="size-3.5" /> CSV
          </Button>
        </div>
      }
    >
      {rows.length === 0 ? (
        <EmptyState icon={Wallet} title="Nothing is held" testId="balances-empty">
          Deposit the coins to trade on both venues; they appear as soon as the venues tell of them.
        </EmptyState>
      ) : (
        <Table holdings={byAsset(rows)} />
      )}
    </Card>
  );
}

function Table({ holdings }: { holdings: readonly Holding[] }) {
  return (
    <TableBox label="Table of balances">
      <table data-testid="balances-table" className="w-full min-w-[44rem]">
        <thead className="bg-raised text-[11px] text-muted">
          <tr className="h-8 [&>th]:px-3 [&>th]:text-right [&>th]:font-medium [&>th]:last:pr-4">
            <th scope="col" className="sticky left-0 bg-raised text-left!">
              Asset
            </th>
            {HEADINGS.map((heading) => (
              <th key={heading} scope="col" className="whitespace-nowrap">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {holdings.map((holding) => (
            <Fragment key={holding.name}>
              <AssetRow holding={holding} />
              {holding.rows.map((row) => (
                <VenueRow key={row.venue} row={row} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

const ROW = "h-9 border-line border-t [&>td]:px-3 [&>td]:text-right [&>td]:last:pr-4";

function AssetRow({ holding: { name, total, valueUsd } }: { holding: Holding }) {
  return (
    <tr data-testid={`asset-${name.toLowerCase()}`} className={`${ROW} bg-raised`}>
      <th scope="row" className="sticky left-0 bg-raised px-3 text-left font-semibold">
        {name}
      </th>
      <Amount testId="asset-total" text={total} strong />
      <Dollars usd={valueUsd} strong />
      <td colSpan={4} />
    </tr>
  );
}

function VenueRow({ row }: { row: InventoryRow }) {
  const id = `balance-${row.venue}-${row.asset.toLowerCase()}`;
  return (
    <tr data-testid={id} className={`${ROW} hover:bg-raised/60`}>
      <th scope="row" className="sticky left-0 bg-surface px-3 pl-6 text-left font-normal text-soft">
        {venueText(row.venue)}
      </th>
      <Amount testId={`${id}-total`} text={row.total} />
      <Dollars usd={row.value_usd} />
      <Amount testId={`${id}-available`} text={row.available} />
      <Amount testId={`${id}-reserved`} text={row.reserved} quiet />
      <Amount testId={`${id}-in-flight`} text={row.in_flight} quiet />
      <td className="num text-[12px] text-soft" title={row.drift_pct ?? undefined}>
        {row.drift_pct === null ? NO_VALUE : formatPct(row.drift_pct)}
      </td>
    </tr>
  );
}

interface AmountProps {
  readonly text: string | null;
  readonly testId: string;
  readonly strong?: boolean;
  /** Zero is the usual thing and is not worth a look. */
  readonly quiet?: boolean;
}

/** Every digit that the ledger has; below zero is said by sign, colour and word. */
function Amount({ text, testId, strong = false, quiet = false }: AmountProps) {
  if (text === null) return <td>{NO_VALUE}</td>;
  const sign = signOf(text);
  const tone =
    sign < 0 ? "text-danger" : quiet && sign === 0 ? "text-muted" : strong ? "text-fg" : "text-soft";
  return (
    <td className={`num ${tone} ${strong ? "font-medium" : ""}`} title={text} data-testid={testId}>
      {formatSize(text)}
      {sign < 0 && <span className="ml-1 text-[11px]">short</span>}
    </td>
  );
}

function Dollars({ usd, strong = false }: { usd: string | null; strong?: boolean }): ReactNode {
  return (
    <td className={`num ${strong ? "font-medium text-fg" : "text-soft"}`} title={usd ?? "no live price"}>
      {usd === null ? NO_VALUE : formatUsd(usd)}
    </td>
  );
}
