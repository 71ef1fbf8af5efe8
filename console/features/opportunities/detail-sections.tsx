import type { ReactNode } from "react";
import { Copyable } from "../../components/copyable.tsx";
import { Headline, Headlines } from "../../components/headlines.tsx";
import { Fact, Facts, Section } from "../../components/section.tsx";
import { Signed } from "../../components/signed.tsx";
import {
  formatCount,
  formatPct,
  formatPrice,
  formatSignedUsd,
  formatSize,
  formatUsd,
} from "../../lib/format.ts";
import { lastedMs } from "../../lib/opportunity-list.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { useWindow } from "../../lib/queries.ts";
import { formatDuration, formatInstant } from "../../lib/time.ts";
import type { Opportunity } from "../../lib/wire.ts";
import { detectionText, updatesText } from "./wording.ts";

interface RowProps {
  readonly row: Opportunity;
}

/** What it is worth, in four figures. */
export function HeadlineFigures({ row }: RowProps) {
  return (
    <Headlines>
      <Headline name="Predicted net">
        <Signed value={row.predicted_pnl_usd} text={formatSignedUsd(row.predicted_pnl_usd)} />
      </Headline>
      <Headline name="Spread">
        <span title={`${row.spread_pct} %`} className="num">
          {formatPct(row.spread_pct)}
        </span>
      </Headline>
      <Headline name="After static costs">
        <Signed value={row.predicted_pnl_pct} text={formatPct(row.predicted_pnl_pct)} />
      </Headline>
      <Headline name="Size">
        <span title={row.size_usd} className="num">
          {formatUsd(row.size_usd)}
        </span>
      </Headline>
    </Headlines>
  );
}

/** The prices, the book and the pool that it was seen in, and when. */
export function Evidence({ row }: RowProps) {
  const [zone] = useTimeZone();
  const at = (instant: string) => (
    <span className="num text-soft">{formatInstant(Date.parse(instant), zone)}</span>
  );
  return (
    <Section title="Evidence">
      <Facts>
        <Fact name={row.direction === "cex_to_dex" ? "Gemini ask" : "Gemini bid"}>
          <Value>{formatPrice(row.cex_price)}</Value>
        </Fact>
        <Fact name="Orca mid">
          <Value>{formatPrice(row.dex_price)}</Value>
        </Fact>
        <Fact name="Size">
          <Value>
            {formatSize(row.size)} {row.asset.split("-")[0]}
          </Value>
        </Fact>
        <Fact name="Book update">
          <Copyable label="book update" value={String(row.book_sequence)} testId="copy-sequence" full />
        </Fact>
        <Fact name="Slot">
          <Copyable label="slot" value={String(row.slot)} testId="copy-slot" full />
        </Fact>
        <Fact name="Pool">
          <Copyable label="pool" value={row.dex_pool} testId="copy-pool" />
        </Fact>
        <Fact name="Seen">{at(row.timestamp)}</Fact>
        <Fact name="Last update">{at(row.updated_at)}</Fact>
        <Fact name="Closed">{row.closed_at === null ? <Value>still open</Value> : at(row.closed_at)}</Fact>
        <Fact name="Lasted">
          <Value>
            {formatDuration(lastedMs(row))}, {updatesText(row)}
          </Value>
        </Fact>
        <Fact name="Detected in">
          <Value>{detectionText(row)}</Value>
        </Fact>
        <Fact name="Id">
          <Copyable label="opportunity id" value={row.id} testId="copy-id" full={row.id.length < 30} />
        </Fact>
      </Facts>
    </Section>
  );
}

/** The run of opportunities that it belongs to. */
export function WindowFacts({ row }: RowProps) {
  const [zone] = useTimeZone();
  const window = useWindow(row.asset, row.window_id);
  return (
    <Section title="Window">
      <Facts>
        <Fact name="Id">
          <Copyable
            label="window id"
            value={row.window_id}
            testId="copy-window"
            full={row.window_id.length < 30}
          />
        </Fact>
        {window !== undefined && (
          <>
            <Fact name="From">
              <Value>{formatInstant(Date.parse(window.start_time), zone)}</Value>
            </Fact>
            <Fact name="Until">
              <Value>{formatInstant(Date.parse(window.end_time), zone)}</Value>
            </Fact>
            <Fact name="Opportunities">
              <Value>{formatCount(window.opportunity_count)}</Value>
            </Fact>
            <Fact name="Net, best">
              <Signed value={window.max_predicted_pnl_pct} text={formatPct(window.max_predicted_pnl_pct)} />
            </Fact>
            <Fact name="Net, mean">
              <Signed value={window.mean_predicted_pnl_pct} text={formatPct(window.mean_predicted_pnl_pct)} />
            </Fact>
          </>
        )}
      </Facts>
    </Section>
  );
}

function Value({ children }: { children: ReactNode }) {
  return <span className="num text-soft">{children}</span>;
}
