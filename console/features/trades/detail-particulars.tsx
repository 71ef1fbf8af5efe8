import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Copyable } from "../../components/copyable.tsx";
import { Fact, Facts, Section } from "../../components/section.tsx";
import { formatMid, formatPrice, formatSize, formatUsd, shorten } from "../../lib/format.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { formatInstant } from "../../lib/time.ts";
import { baseOf } from "../../lib/trade-text.ts";
import type { Trade } from "../../lib/wire.ts";
import { Prices } from "./columns.tsx";

interface RowProps {
  readonly row: Trade;
}

/** Size, prices, rates, times and every id, for who wants to check it elsewhere. */
export function Particulars({ row }: RowProps) {
  const [zone] = useTimeZone();
  const at = (instant: string) => <Value>{formatInstant(Date.parse(instant), zone)}</Value>;
  return (
    <Section title="Particulars">
      <Facts>
        <Fact name="Size">
          <Value>
            {formatSize(row.size)} {baseOf(row.asset)}, {formatUsd(row.size_usd)}
          </Value>
        </Fact>
        <Fact name="Bought, sold at">
          <Prices row={row} />
        </Fact>
        <Fact name="USDC, SOL in USD">
          <Value>
            {formatPrice(row.usdc_usd, 4)}, {formatMid(row.sol_usd)}
          </Value>
        </Fact>
        <Fact name="Mode, policy">
          <Value>
            {row.mode}, {row.policy}
          </Value>
        </Fact>
        <Fact name="Decided">{at(row.timestamp)}</Fact>
        <Fact name="Last change">{at(row.updated_at)}</Fact>
        <Fact name="Closed">{row.closed_at === null ? <Value>still open</Value> : at(row.closed_at)}</Fact>
        <Ids row={row} />
      </Facts>
    </Section>
  );
}

function Ids({ row }: RowProps) {
  return (
    <>
      <Fact name="Trade">
        <Id label="trade id" value={row.id} testId="copy-trade-id" />
      </Fact>
      <Fact name="Opportunity">
        <Link
          to="/opportunities/$id"
          params={{ id: row.opportunity_id }}
          data-testid="trade-opportunity"
          className="num text-soft underline underline-offset-2 hover:text-fg"
        >
          {shorten(row.opportunity_id, 20, 6)}
        </Link>
      </Fact>
      <Fact name="Window">
        <Id label="window id" value={row.window_id} testId="copy-window" />
      </Fact>
      {row.cex_order_id !== null && (
        <Fact name="Gemini order">
          <Id label="Gemini order id" value={row.cex_order_id} testId="copy-cex-order" />
        </Fact>
      )}
      {row.dex_tx_sig !== null && (
        <Fact name="Transaction">
          <Id label="transaction signature" value={row.dex_tx_sig} testId="copy-signature" />
        </Fact>
      )}
    </>
  );
}

function Id({ label, value, testId }: { label: string; value: string; testId: string }) {
  return <Copyable label={label} value={value} testId={testId} full={value.length < 30} />;
}

function Value({ children }: { children: ReactNode }) {
  return <span className="num text-soft">{children}</span>;
}
