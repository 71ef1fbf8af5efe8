import type { ProviderCalls } from "#transport";
import type { ThrottledLog } from "../throttled-log.ts";
import { type Landing, type LandingOf, readLanding } from "./landing.ts";
import { transactionReply } from "./messages.ts";
import type { Commitment } from "./pursuit.ts";

/** The chain's records of single transactions, as the providers keep them. */
export interface Records {
  /** The first record that any provider has (of that slot, where one is given); null where none has. */
  find(of: LandingOf, commitment: Commitment, slot: number | null): Promise<Landing | null>;
  /** One provider's answer: null says that it has none, undefined that it did not say. */
  findAt(provider: number, of: LandingOf, commitment: Commitment): Promise<Landing | null | undefined>;
}

export interface RecordsParts {
  readonly calls: ProviderCalls;
  readonly warnings: ThrottledLog;
  readonly signal: AbortSignal;
  readonly onRead: () => void;
}

export function createRecords({ calls, warnings, signal, onRead }: RecordsParts): Records {
  async function findAt(
    provider: number,
    of: LandingOf,
    commitment: Commitment,
  ): Promise<Landing | null | undefined> {
    // Without the version, nodes refuse every transaction that is not a legacy one.
    const config = { encoding: "json", commitment, maxSupportedTransactionVersion: 1 };
    const params = [of.signature, config];
    const answer = await calls.ask(provider, "getTransaction", params, transactionReply, { signal });
    onRead();
    if (answer.kind === "rejected") {
      // A node without history would keep a swap open for ever; the operator has to see why.
      warnings.warning("Solana transaction record not given", { reason: answer.error.message });
    }
    if (answer.kind !== "answered") return undefined;
    if (answer.value === null) return null;
    const landing = readLanding(answer.value, of);
    if (typeof landing !== "string") return landing;
    warnings.warning("Solana transaction record refused", { signature: of.signature, reason: landing });
    return undefined;
  }

  return {
    findAt,
    find(of, commitment, slot) {
      const asked = calls.names.map((_, provider) => findAt(provider, of, commitment));
      return firstOf(asked, (landing) => landing != null && (slot === null || landing.slot === slot));
    },
  };
}

/** The first value that fits, as soon as it is there; null once all are there and none does. */
function firstOf<T>(
  promises: readonly Promise<T>[],
  fits: (value: T) => boolean,
): Promise<NonNullable<T> | null> {
  return new Promise((resolve, reject) => {
    const looks = promises.map(async (promise) => {
      const value = await promise;
      if (value !== null && value !== undefined && fits(value)) resolve(value);
    });
    Promise.all(looks).then(() => resolve(null), reject);
  });
}
