import type { DexEvidence } from "#model";
import type { TokenBalance, TransactionReply } from "./messages.ts";
import { meaningOf } from "./swap-error.ts";

/** What a transaction did to the wallet, as the chain's own record says. */
export type Landing = Pick<
  Extract<DexEvidence, { readonly kind: "dex-landed" }>,
  "slot" | "feeLamports" | "outcome"
>;

export interface LandingOf {
  readonly signature: string;
  readonly wallet: string;
  readonly baseMint: string;
  readonly quoteMint: string;
}

/**
 * Reads the record of one swap: fee as charged, amounts as the differences of the wallet's token balances.
 * Returns a reason where the record is of something else or lacks the balances: then it proves nothing.
 */
export function readLanding(reply: NonNullable<TransactionReply>, of: LandingOf): Landing | string {
  const { slot, meta, transaction } = reply;
  if (transaction.signatures[0] !== of.signature) return "the record is of another transaction";
  const landed = { slot, feeLamports: BigInt(meta.fee) };
  if (meta.err !== null && meta.err !== undefined) {
    return { ...landed, outcome: { ok: false, error: meaningOf(meta.err, meta.logMessages ?? []) } };
  }
  const baseDelta = deltaOf(reply, of.wallet, of.baseMint);
  const quoteDelta = deltaOf(reply, of.wallet, of.quoteMint);
  if (baseDelta === null || quoteDelta === null) return "the record lacks the wallet's token balances";
  return { ...landed, outcome: { ok: true, baseDelta, quoteDelta } };
}

/** Base units; null unless the standing account shows up both before and after. */
function deltaOf({ meta }: NonNullable<TransactionReply>, wallet: string, mint: string): bigint | null {
  const before = sumOf(meta.preTokenBalances ?? [], wallet, mint);
  const after = sumOf(meta.postTokenBalances ?? [], wallet, mint);
  return before === null || after === null ? null : after - before;
}

function sumOf(balances: readonly TokenBalance[], wallet: string, mint: string): bigint | null {
  const own = balances.filter((balance) => balance.owner === wallet && balance.mint === mint);
  if (own.length === 0) return null;
  return own.reduce((sum, balance) => sum + BigInt(balance.uiTokenAmount.amount), 0n);
}

export function sameLanding(one: Landing, other: Landing): boolean {
  return one.slot === other.slot && one.feeLamports === other.feeLamports && sameOutcome(one, other);
}

function sameOutcome({ outcome: one }: Landing, { outcome: other }: Landing): boolean {
  if (one.ok && other.ok) return one.baseDelta === other.baseDelta && one.quoteDelta === other.quoteDelta;
  return !one.ok && !other.ok;
}
