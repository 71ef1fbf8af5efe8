import type { Clock, TandemError } from "#model";
import type { ProviderCalls } from "#transport";
import type { BlockhashCache } from "./blockhash-cache.ts";
import { type MeasureParts, measureUnits } from "./measure-units.ts";
import { latestBlockhash, recentFees } from "./messages.ts";
import type { SolanaClientParts, TradingLimits } from "./options.ts";
import { repeat } from "./repeat.ts";

export interface UpkeepParts extends MeasureParts {
  readonly options: SolanaClientParts;
  readonly limits: TradingLimits;
  readonly calls: ProviderCalls;
  readonly blockhashes: BlockhashCache;
  /** Reads the wallet's accounts; throws as readWalletAccount does. */
  readonly readAccount: () => Promise<unknown>;
  /** True once the wallet's accounts were all seen. */
  readonly hasAccounts: () => boolean;
}

/** Keeps at hand, in the background, what a swap is built from. Resolves after the signal was aborted. */
export async function runUpkeep(parts: UpkeepParts): Promise<void> {
  const { limits, options, signal, warnings } = parts;
  const run = (what: string, everyMs: number, task: () => Promise<void>): Promise<void> =>
    repeat({
      everyMs,
      timers: options.timers,
      signal,
      task,
      onFailure: (error: TandemError) =>
        warnings.warning(`Solana ${what} not refreshed`, { reason: error.message }),
    });
  await Promise.all([
    run("blockhash", limits.blockhashEveryMs, () => refreshBlockhash(parts)),
    run("fees", limits.feesEveryMs, () => refreshFees(parts)),
    run("compute units", limits.simulateEveryMs, () => measureUnits(parts)),
    run("wallet", limits.accountsEveryMs, () => lookForAccounts(parts)),
  ]);
}

/** Every provider is asked and the newest answer kept, as the preferred one may lag. */
async function refreshBlockhash({
  calls,
  blockhashes,
  options,
  signal,
  warnings,
}: UpkeepParts): Promise<void> {
  const params = [{ commitment: "confirmed" }];
  const asks = calls.names.map(async (_, provider) => {
    const askedMs = monotonicMs(options.clock);
    const answer = await calls.ask(provider, "getLatestBlockhash", params, latestBlockhash, { signal });
    // The answer is as old as the question may be.
    if (answer.kind === "answered") blockhashes.take(answer.value.value, askedMs);
    return answer.kind === "answered" ? null : answer.error.message;
  });
  const failures = (await Promise.all(asks)).filter((reason) => reason !== null);
  if (failures.length < asks.length || signal.aborted) return;
  warnings.warning("Solana blockhash not refreshed", { reason: failures.join("; ") });
}

async function refreshFees({ rpc, pools, costs, signal }: UpkeepParts): Promise<void> {
  for (const { identity, contended } of pools) {
    const fees = await rpc.call("getRecentPrioritizationFees", [contended], recentFees, { signal });
    costs.paidLately(
      identity.address,
      fees.map(({ prioritizationFee }) => prioritizationFee),
    );
  }
}

async function lookForAccounts({ hasAccounts, readAccount }: UpkeepParts): Promise<void> {
  if (!hasAccounts()) await readAccount();
}

export function monotonicMs(clock: Clock): number {
  return clock.monotonicNs() / 1e6;
}
