import { z } from "zod";
import {
  AMOUNT_DECIMALS,
  ConnectivityError,
  type FeeTier,
  parseDecimal,
  type VenueAccount,
  type VenueBalance,
} from "#model";
import { decimalText, optionalText, readBody } from "./exact-json.ts";
import type { PrivateRest } from "./private-rest.ts";

/**
 * `/v1/balances`: `[{"type":"exchange","currency":"USD","amount":"1000.5","available":"900.5",
 * "availableForWithdrawal":"900.5","_timestamp":1790743321322}]`; amounts as numbers or strings.
 */
const balanceRows = z.array(
  z.object({
    type: z.string().default("exchange"),
    currency: z.string(),
    amount: decimalText,
    available: decimalText,
    _timestamp: optionalText,
  }),
);

/** `/v1/notionalvolume`, as far as it is used; basis points may have decimals. */
const feeReply = z.object({
  api_taker_fee_bps: decimalText.nullish(),
  fee_tier: z.object({ api_taker_fee_bps: decimalText.nullish() }).nullish(),
});

const PPM_PER_BPS_DECIMALS = 2;

/** Reads what the account holds and pays. */
export class AccountReader {
  readonly #rest: PrivateRest;
  #latest = Number.NEGATIVE_INFINITY;

  constructor(rest: PrivateRest) {
    this.#rest = rest;
  }

  /**
   * Balances now, rounded down to 1e-18. Throws as PrivateRest.ask does, and ConnectivityError
   * (`stale-reply`) where the venue's own clock says that an earlier reply was newer.
   */
  async readBalances(): Promise<VenueAccount> {
    const { body, sentNs, receivedNs } = await this.#rest.ask("/v1/balances");
    const rows = readBody(balanceRows, body, "/v1/balances");
    this.#refuseOlder(rows.map((row) => Number(row._timestamp ?? Number.NaN)));
    const balances = rows.filter(({ type }) => type === "exchange").map(readBalance);
    return { venue: "gemini", balances, gas: 0n, requestedNs: sentNs, receivedNs };
  }

  /**
   * The taker fee of one symbol in millionths, rounded up. With `symbol` the venue answers with that pair's
   * own rate, and beside it with the account's tier: where both are given the higher one counts, since a
   * wrong guess may then refuse a trade but never lose on one. Throws as readBalances does.
   */
  async readFeeTier(symbol: string): Promise<FeeTier> {
    const path = "/v1/notionalvolume";
    const { body } = await this.#rest.ask(path, { symbol });
    const { api_taker_fee_bps, fee_tier } = readBody(feeReply, body, path);
    const fees = [api_taker_fee_bps, fee_tier?.api_taker_fee_bps]
      .filter((bps) => typeof bps === "string")
      .map((bps) => Number(parseDecimal(bps, PPM_PER_BPS_DECIMALS, "ceil")));
    if (fees.length === 0) throw new ConnectivityError("bad-reply", `${path}: ${symbol} has no taker fee`);
    return { symbol, takerFeePpm: Math.max(...fees) };
  }

  #refuseOlder(stamps: readonly number[]): void {
    const known = stamps.filter((stamp) => !Number.isNaN(stamp));
    if (known.length === 0) return;
    const newest = Math.max(...known);
    if (newest < this.#latest) throw new ConnectivityError("stale-reply", "/v1/balances: an older reply");
    this.#latest = newest;
  }
}

function readBalance(row: { currency: string; amount: string; available: string }): VenueBalance {
  return {
    asset: row.currency.toUpperCase(),
    total: parseDecimal(row.amount, AMOUNT_DECIMALS, "floor"),
    available: parseDecimal(row.available, AMOUNT_DECIMALS, "floor"),
  };
}
