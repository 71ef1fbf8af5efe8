import type { VenueAccount } from "#model";
import type { Drift } from "./drift.ts";
import { transferOf } from "./movement.ts";
import type { Transfer } from "./transfer.ts";

/**
 * The balances that a ledger begins with, as the venue says: booked once for each `epoch`, which names the
 * ledger's beginning (ids `opening/<epoch>/<account>/<asset>`). Gas is native SOL.
 */
export function openingTransfers(account: VenueAccount, atMs: number, epoch: string): readonly Transfer[] {
  const booking = { atMs, tradeId: null, attemptId: null };
  const opening = { kind: "opening", other: "world" } as const;
  const tokens = account.balances.flatMap(({ asset, total }) =>
    transferOf(booking, {
      ...opening,
      id: `opening/${epoch}/${account.venue}/${asset}`,
      asset,
      own: account.venue,
      change: total,
    }),
  );
  if (account.venue !== "solana") return tokens;
  const gas = transferOf(booking, {
    ...opening,
    id: `opening/${epoch}/solana/gas/SOL`,
    asset: "SOL",
    own: "solana/gas",
    change: account.gas,
  });
  return [...tokens, ...gas];
}

export interface AdjustmentBooking {
  readonly atMs: number;
  /** Names this decision, so that booking it again changes nothing: ids are `adjustment/<reference>/<account>/<asset>`. */
  readonly reference: string;
  /** The trade whose result explains the difference; null for deposits, withdrawals and the unexplained. */
  readonly tradeId: string | null;
}

/** Differences that an operator accepted: after them the ledger says what the venue said. */
export function adjustmentTransfers(
  drifts: readonly Drift[],
  booking: AdjustmentBooking,
): readonly Transfer[] {
  const { atMs, reference, tradeId } = booking;
  return drifts.flatMap(({ account, asset, difference }) =>
    transferOf(
      { atMs, tradeId, attemptId: null },
      {
        id: `adjustment/${reference}/${account}/${asset}`,
        kind: "adjustment",
        asset,
        own: account,
        other: "world",
        change: difference,
      },
    ),
  );
}
