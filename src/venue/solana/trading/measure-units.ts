import { InputError, type Side } from "#model";
import type { JsonRpc } from "#transport";
import { decodeBase64, type MaybeAccount } from "../account-bytes.ts";
import { decodeWhirlpool, type Whirlpool } from "../orca/index.ts";
import { readAccounts } from "../read-accounts.ts";
import type { ThrottledLog } from "../throttled-log.ts";
import { MAX_UNITS } from "./compute-budget.ts";
import { simulation } from "./messages.ts";
import type { PoolAccounts, PoolSwap } from "./pool-accounts.ts";
import type { SwapCosts } from "./swap-costs.ts";
import { unsignedWire } from "./transaction.ts";
import type { Wallet } from "./wallet.ts";

export interface MeasureParts {
  readonly rpc: JsonRpc;
  readonly wallet: Wallet;
  readonly pools: readonly PoolAccounts[];
  readonly costs: SwapCosts;
  readonly warnings: ThrottledLog;
  readonly signal: AbortSignal;
}

/** Any blockhash: the node replaces it. */
const NO_LIFETIME = { blockhash: "11111111111111111111111111111111", lastValidBlockHeight: 0 };

/** Simulates a swap of about a dollar in both directions of each pool. Throws as the RPC client does. */
export async function measureUnits(parts: MeasureParts): Promise<void> {
  const { rpc, pools, signal } = parts;
  const keys = pools.map(({ identity }) => identity.address);
  const { accounts } = await readAccounts(rpc, keys, { signal });
  for (const [i, pool] of pools.entries()) {
    const whirlpool = poolOf(accounts[i] ?? null);
    for (const side of ["sell", "buy"] as const) await measure(parts, pool, whirlpool, side);
  }
}

function poolOf(account: MaybeAccount): Whirlpool {
  if (account === null) throw new InputError("no-pool", "a pool that was verified has gone");
  return decodeWhirlpool(decodeBase64(account.base64));
}

async function measure(
  { rpc, wallet, costs, warnings, signal }: MeasureParts,
  pool: PoolAccounts,
  whirlpool: Whirlpool,
  side: Side,
): Promise<void> {
  const instruction = pool.swap(smallSwap(pool, whirlpool, side));
  const parts = { instruction, lifetime: NO_LIFETIME, unitLimit: MAX_UNITS, unitPrice: 0n };
  const config = {
    encoding: "base64",
    sigVerify: false,
    replaceRecentBlockhash: true,
    commitment: "confirmed",
  };
  const params = [unsignedWire(parts, wallet), config];
  const { value } = await rpc.call("simulateTransaction", params, simulation, { signal });
  if (value.err === null && value.unitsConsumed) {
    costs.measured(pool.identity.address, side, value.unitsConsumed);
    return;
  }
  const reason = JSON.stringify(value.err).slice(0, 200);
  warnings.warning("Solana simulation failed", { pool: pool.identity.address, side, reason });
}

const Q128 = 1n << 128n;

/** About one dollar of the asset, with thresholds that bind nothing worth speaking of. */
function smallSwap({ identity }: PoolAccounts, whirlpool: Whirlpool, side: Side): PoolSwap {
  const dollar = 10n ** BigInt(identity.quoteDecimals);
  const squared = whirlpool.sqrtPrice * whirlpool.sqrtPrice;
  const base = identity.baseIsA ? (dollar * Q128) / squared : (dollar * squared) / Q128;
  return {
    amount: base > 0n ? base : 1n,
    otherAmountThreshold: side === "sell" ? 0n : 10n * dollar,
    amountIsInput: side === "sell",
    tick: whirlpool.tickCurrentIndex,
  };
}
