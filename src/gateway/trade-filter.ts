import type { z } from "zod";
import type { TradeFilter } from "#ledger";
import type { tradeExportQuery } from "#wire";

/** The filter that the listing and the export share: opened at or after `from`, and before `to`. */
export function toTradeFilter(query: Omit<z.infer<typeof tradeExportQuery>, "format">): TradeFilter {
  const { asset, status, from, to } = query;
  return {
    ...(asset === undefined ? {} : { asset }),
    ...(status === undefined ? {} : { status }),
    ...(from === undefined ? {} : { fromMs: Date.parse(from) }),
    ...(to === undefined ? {} : { toMs: Date.parse(to) }),
  };
}
