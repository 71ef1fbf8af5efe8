import { Route } from "lucide-react";
import { Card } from "../../components/card.tsx";
import { cn } from "../../components/cn.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { TableBox } from "../../components/table-box.tsx";
import { roundDecimal } from "../../lib/decimal-text.ts";
import { formatCount, formatMs, formatShare, formatSize, NO_VALUE } from "../../lib/format.ts";
import { legVenueText, PURPOSE_WORDS } from "../../lib/trade-text.ts";
import type { ReportLeg } from "../../lib/wire.ts";

const HEADS = ["Venue and leg", "Attempts", "Filled", "In part", "Rejected", "Expired", "Fees", "p50", "p95"];

/** What became of what was sent to each venue, what it cost, and how long the venue took. */
export function VenueCard({ legs }: { legs: readonly ReportLeg[] }) {
  return (
    <Card
      title="Venues"
      hint="answer time from sent to the first evidence of the outcome, ms"
      testId="report-venues"
      className="flex-1"
    >
      {legs.length === 0 ? (
        <EmptyState icon={Route} title="Nothing was sent to a venue" testId="venues-empty">
          Attempts appear here with the trades that close.
        </EmptyState>
      ) : (
        <TableBox label="Venue performance" className="print:overflow-visible">
          <table data-testid="venues-table" className="w-full">
            <thead className="bg-raised text-[11px] text-muted">
              <tr className="h-8">
                {HEADS.map((head, index) => (
                  <th
                    key={head}
                    scope="col"
                    className={cn(
                      "whitespace-nowrap px-3 font-medium first:pl-4 last:pr-4",
                      index === 0 ? "text-left" : "text-right",
                    )}
                  >
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {legs.map((leg) => (
                <LegRow key={`${leg.venue} ${leg.purpose}`} leg={leg} />
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </Card>
  );
}

/** Cents of dollars, millionths of coins, rounded up; every digit is under the pointer. */
function feeText(asset: string, amount: string): string {
  return formatSize(roundDecimal(amount, asset.startsWith("USD") ? 2 : 6, "ceil"));
}

function LegRow({ leg }: { leg: ReportLeg }) {
  const purpose = Object.entries(PURPOSE_WORDS).find(([key]) => key === leg.purpose)?.[1] ?? leg.purpose;
  const cell = "num whitespace-nowrap px-3 text-right last:pr-4";
  return (
    <tr data-testid="venue-row" className="h-9 border-line border-t">
      <th scope="row" className="whitespace-nowrap px-3 pl-4 text-left font-normal">
        {legVenueText(leg.venue)} <span className="text-muted">{purpose}</span>
      </th>
      <td className={cell}>{formatCount(leg.attempts)}</td>
      <td className={cell}>
        {formatCount(leg.filled)} <span className="text-muted">{formatShare(leg.filled, leg.attempts)}</span>
      </td>
      <td className={cell}>{formatCount(leg.partial)}</td>
      <td className={cn(cell, leg.rejected > 0 && "text-warning")}>{formatCount(leg.rejected)}</td>
      <td className={cn(cell, leg.expired > 0 && "text-warning")}>{formatCount(leg.expired)}</td>
      <td className={cell}>
        {leg.fees.length === 0
          ? NO_VALUE
          : leg.fees.map(({ asset, amount }) => (
              <span key={asset} className="block" title={`${amount} ${asset}`}>
                {feeText(asset, amount)} <span className="text-muted">{asset}</span>
              </span>
            ))}
      </td>
      <td className={cell}>{formatMs(leg.answer.p50_ms)}</td>
      <td className={cell}>{formatMs(leg.answer.p95_ms)}</td>
    </tr>
  );
}
