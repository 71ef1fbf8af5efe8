import { amountText } from "../account/amount.ts";
import { quoteOf, type TradingAccount } from "../account/trading-account.ts";
import type { Owner } from "./api-keys.ts";
import { bareNumber } from "./lossless.ts";

const DAY_MS = 86_400_000;

/** `/v1/balances`: `amount` counts what orders hold, `available` does not. */
export function balancesView(account: TradingAccount, epochMs: number): object[] {
  const { balances } = account;
  return balances.assets.map((currency) => {
    const available = amountText(balances.available(currency));
    return {
      ...{ type: "exchange", currency, amount: amountText(balances.total(currency)), available },
      ...{ availableForWithdrawal: available, pendingWithdrawal: "0", pendingDeposit: "0" },
      _timestamp: Math.floor(epochMs),
    };
  });
}

function dateText(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/** Dollars traded in the last 30 days, which for a stand-in is all that there was, and today. */
function notional(account: TradingAccount, sinceMs: number): string {
  let sum = 0n;
  for (const order of account.orders.all) {
    for (const { epochMs, priceTicks, lots } of order.fills) {
      if (epochMs >= sinceMs) sum += quoteOf(order, priceTicks, lots);
    }
  }
  return amountText(sum);
}

/** `/v1/notionalvolume`: the account's rates in basis points, as numbers, and what it has traded. */
export function notionalVolumeView(account: TradingAccount, epochMs: number): object {
  const maker = bareNumber(account.fees.bps.maker);
  const taker = bareNumber(account.fees.bps.taker);
  const date = dateText(epochMs);
  const month = notional(account, epochMs - 30 * DAY_MS);
  const today = notional(account, epochMs - (epochMs % DAY_MS));
  return {
    ...{ web_maker_fee_bps: maker, web_taker_fee_bps: taker, web_auction_fee_bps: taker },
    ...{ api_maker_fee_bps: maker, api_taker_fee_bps: taker, api_auction_fee_bps: taker },
    ...{ fix_maker_fee_bps: maker, fix_taker_fee_bps: taker, fix_auction_fee_bps: taker },
    ...{ block_maker_fee_bps: bareNumber("0"), block_taker_fee_bps: bareNumber("50") },
    ...{ notional_30d_volume: month, api_notional_30d_volume: month },
    last_updated_ms: Math.floor(epochMs),
    date,
    notional_1d_volume: [{ date, notional_volume: today }],
    fee_tier: { tier: "stand-in", api_maker_fee_bps: maker, api_taker_fee_bps: taker },
  };
}

/** `/v1/account`: whose key it is. Every key of an account is told the same, every other account something else. */
export function accountDetailView(owner: Owner): object {
  const isOwn = owner === "own";
  return {
    account: {
      ...{ accountName: "Primary", shortName: "primary", type: "exchange" },
      created: isOwn ? "1494204114215" : "1611022289173",
    },
    users: [
      {
        ...{ name: isOwn ? "Tandem" : "Somebody else", lastSignIn: "2026-01-05T09:30:00.000Z" },
        ...{ status: "Active", countryCode: "US", isVerified: true },
      },
    ],
    memo_reference_code: isOwn ? "GEMTANDEM" : "GEMOTHERS",
  };
}
