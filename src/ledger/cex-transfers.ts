import { baseOfLots, type CexFill, type CexOrder, quoteOf } from "#model";
import { transferOf } from "./movement.ts";
import type { Transfer } from "./transfer.ts";

export interface CexFillsToBook {
  readonly tradeId: string;
  readonly attemptId: string;
  readonly order: CexOrder;
  /** The asset that was bought or sold, "SOL"; it is paid for in USD. */
  readonly base: string;
  /** All fills of the attempt, or any part of them: what was booked before has the same id. */
  readonly fills: readonly CexFill[];
  readonly atMs: number;
}

/**
 * What an order's fills moved: per fill the base, the dollars and the fee, each exact. Ids are
 * `<attemptId>/<fillId>/base|quote|fee`, so that booking again changes nothing. A negative fee is a rebate.
 * Throws InputError where ticks times lots go beyond 18 decimals, which no listed instrument does.
 */
export function transfersOfCexFills(booked: CexFillsToBook): readonly Transfer[] {
  return booked.fills.flatMap((fill) => transfersOfFill(booked, fill));
}

function transfersOfFill(booked: CexFillsToBook, fill: CexFill): readonly Transfer[] {
  const { attemptId, order, base } = booked;
  const id = `${attemptId}/${fill.fillId}`;
  const sign = order.side === "buy" ? 1n : -1n;
  const market = { kind: "fill", own: "gemini", other: "market/gemini" } as const;
  return [
    ...transferOf(booked, {
      ...market,
      id: `${id}/base`,
      asset: base,
      change: sign * baseOfLots(fill.lots, order),
    }),
    ...transferOf(booked, {
      ...market,
      id: `${id}/quote`,
      asset: "USD",
      change: -sign * quoteOf(fill.ticks, fill.lots, order),
    }),
    ...transferOf(booked, {
      id: `${id}/fee`,
      kind: "fee",
      asset: fill.feeAsset,
      own: "gemini",
      other: "fees/gemini",
      change: -fill.feeAmount,
    }),
  ];
}
