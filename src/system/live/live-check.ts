import type { VenueName } from "#model";
import type { LiveCheck } from "#wire";

/** What the venues were found to be, as of now. */
export interface LiveFacts {
  readonly answered: ReadonlySet<VenueName | "tiers">;
  /** What a venue last said instead of an answer. */
  readonly errors: ReadonlyMap<VenueName | "tiers", string>;
  cexReady(): boolean;
  dexReady(): boolean;
  /** Null before it was measured. */
  skewMs(): number | null;
}

export interface LiveCheckSources {
  /** Null until the pools are verified and the journal is known to be this wallet's: what fails there ends the start. */
  readonly facts: LiveFacts | null;
  readonly maxClockSkewMs: number;
  readonly storageWorks: boolean;
}

/**
 * What has to be so before real orders may be switched on, each as it is at this moment. Nothing is remembered: a key
 * that was good at the start and is not any more fails its check.
 */
export function liveChecks({ facts, maxClockSkewMs, storageWorks }: LiveCheckSources): readonly LiveCheck[] {
  return [
    known("pools", facts !== null, "every pool is what the configuration says"),
    known("journal", facts !== null, "it belongs to this wallet and exchange"),
    answered("exchange_account", facts, "gemini", "the key may trade and its balances are read"),
    answered("wallet_account", facts, "solana", "the balances are read"),
    answered("fee_tier", facts, "tiers", "the account's taker fee is read"),
    known("exchange_socket", facts?.cexReady() === true, "orders can be sent"),
    known(
      "chain",
      facts?.dexReady() === true,
      "swaps can be signed: blockhash, token accounts and fees are at hand",
    ),
    clock(facts?.skewMs() ?? null, maxClockSkewMs),
    {
      check: "storage",
      state: storageWorks ? "ok" : "failed",
      detail: "journal and database take what is written",
    },
  ];
}

function known(check: string, isSo: boolean, detail: string): LiveCheck {
  return { check, state: isSo ? "ok" : "pending", detail };
}

function answered(
  check: string,
  facts: LiveFacts | null,
  who: VenueName | "tiers",
  detail: string,
): LiveCheck {
  const error = facts?.errors.get(who);
  if (error !== undefined) return { check, state: "failed", detail: error };
  return known(check, facts?.answered.has(who) === true, detail);
}

function clock(skewMs: number | null, maxMs: number): LiveCheck {
  const check = "clock";
  if (skewMs === null) return { check, state: "pending", detail: "not measured yet" };
  const state = Math.abs(skewMs) <= maxMs ? "ok" : "failed";
  return { check, state, detail: `${Math.round(skewMs)} ms from the exchange's, at most ${maxMs} ms` };
}
