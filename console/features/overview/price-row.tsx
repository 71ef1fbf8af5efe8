import { memo } from "react";
import { cn } from "../../components/cn.ts";
import { Direction } from "../../components/direction.tsx";
import { FlashValue } from "../../components/flash-value.tsx";
import { compareDecimals, decimalsOf } from "../../lib/decimal-text.ts";
import { formatCount, formatMid, formatPct, formatPrice, NO_VALUE } from "../../lib/format.ts";
import type { TimedPrices } from "../../lib/price-store.ts";
import type { BookState } from "../../lib/wire.ts";
import { BookStateMark } from "./book-state-mark.tsx";

interface PriceProps {
  readonly price: TimedPrices;
  /** Percent at which a spread pays, null while unknown. */
  readonly threshold: string | null;
  readonly onChoose: (asset: string) => void;
}

/** One asset as a table row; its name chooses it for the chart. */
export const PriceRow = memo(function PriceRow({
  price,
  threshold,
  chosen,
  onChoose,
}: PriceProps & { chosen: boolean }) {
  return (
    <tr
      data-testid={`price-row-${price.asset.toLowerCase()}`}
      className={cn(
        "h-10 border-line border-b last:border-0 hover:bg-raised/60 [&>td]:px-3 [&>td]:first:pl-3 [&>td]:last:pr-4",
        chosen && "bg-raised/60",
      )}
    >
      <td>
        <button
          type="button"
          aria-pressed={chosen}
          onClick={() => onChoose(price.asset)}
          data-testid={`choose-${price.asset.toLowerCase()}`}
          className="rounded-[4px] px-1 font-semibold text-fg hover:text-lime aria-pressed:underline aria-pressed:decoration-2 aria-pressed:decoration-lime aria-pressed:underline-offset-4"
        >
          {price.asset}
        </button>
      </td>
      <td className="text-right">
        <CexPrice price={price} side="bid" />
      </td>
      <td className="text-right">
        <CexPrice price={price} side="ask" />
      </td>
      <td>
        <BookStateMark state={price.cex_state} />
      </td>
      <td className="text-right">
        <DexPrice price={price} />
      </td>
      <td>
        <BookStateMark state={price.dex_state} />
      </td>
      <td className="text-right">
        <Slot slot={price.slot} />
      </td>
      <td className="text-right">
        <Spread price={price} threshold={threshold} />
      </td>
      <td className="text-soft">
        {price.spread_direction === null ? NO_VALUE : <Direction direction={price.spread_direction} />}
      </td>
    </tr>
  );
});

/** The same asset for a narrow screen. */
export const PriceTile = memo(function PriceTile({ price, threshold, onChoose }: PriceProps) {
  return (
    <li className="border-line border-t px-4 py-3">
      <div className="flex items-center justify-between gap-2">
        <button
          type="button"
          onClick={() => onChoose(price.asset)}
          className="font-semibold text-[14px] text-fg"
        >
          {price.asset}
        </button>
        <Spread price={price} threshold={threshold} />
      </div>
      <dl className="mt-2 grid grid-cols-3 gap-2 text-[11px] text-muted [&_dd]:-ml-1 [&_dd]:mt-0.5 [&_dd]:text-[13px]">
        <div>
          <dt>Gemini bid</dt>
          <dd>
            <CexPrice price={price} side="bid" />
          </dd>
        </div>
        <div>
          <dt>Gemini ask</dt>
          <dd>
            <CexPrice price={price} side="ask" />
          </dd>
        </div>
        <div>
          <dt>Orca mid</dt>
          <dd>
            <DexPrice price={price} />
          </dd>
        </div>
      </dl>
      <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-[12px]">
        <span className="inline-flex items-center gap-1.5 text-muted">
          Book <BookStateMark state={price.cex_state} />
        </span>
        <span className="inline-flex items-center gap-1.5 text-muted">
          Pool <BookStateMark state={price.dex_state} />
        </span>
        <span className="text-muted">
          Slot <Slot slot={price.slot} />
        </span>
      </p>
    </li>
  );
});

/** Whole ticks of the exchange, to as many decimals as the longer of bid and ask; dim unless live. */
function CexPrice({ price, side }: { price: TimedPrices; side: "bid" | "ask" }) {
  const { cex_bid: bid, cex_ask: ask } = price;
  const value = side === "bid" ? bid : ask;
  const decimals = Math.max(2, decimalsOf(bid ?? ""), decimalsOf(ask ?? ""));
  return (
    <FlashValue value={value} className={liveTone(price.cex_state)}>
      {value === null ? NO_VALUE : formatPrice(value, decimals)}
    </FlashValue>
  );
}

/** The pool's mid has more digits than mean anything; the pointer shows them all. */
function DexPrice({ price: { dex_price: mid, dex_state } }: { price: TimedPrices }) {
  return (
    <FlashValue value={mid} className={liveTone(dex_state)}>
      {mid === null ? NO_VALUE : <span title={mid}>{formatMid(mid)}</span>}
    </FlashValue>
  );
}

function liveTone(state: BookState): string {
  return state === "live" ? "text-fg" : "text-muted";
}

function Slot({ slot }: { slot: number | null }) {
  return <span className="num text-muted">{slot === null ? NO_VALUE : formatCount(slot)}</span>;
}

/** Lime and marked in words only where it would pay. */
function Spread({ price, threshold }: { price: TimedPrices; threshold: string | null }) {
  const { spread_pct: spread } = price;
  if (spread === null) return <span className="num px-1 text-muted">{NO_VALUE}</span>;
  const pays = threshold !== null && compareDecimals(spread, threshold) >= 0;
  return (
    <FlashValue value={spread} className={pays ? "font-semibold text-lime" : "text-soft"}>
      <span title={`${spread} %`}>{formatPct(spread)}</span>
      {pays && <span className="ml-1.5 font-sans text-[11px]">pays</span>}
    </FlashValue>
  );
}
