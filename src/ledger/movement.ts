import type { Account, OwnAccount, Transfer } from "./transfer.ts";

/** What the transfers of one booking have in common. */
export type Booking = Pick<Transfer, "atMs" | "tradeId" | "attemptId">;

/** A signed change of one of our accounts against another one. */
export interface Movement {
  readonly id: string;
  readonly kind: Transfer["kind"];
  readonly asset: string;
  readonly own: OwnAccount;
  readonly other: Account;
  /** 1e-18 of the asset: positive comes to us, negative leaves us, zero is not booked. */
  readonly change: bigint;
}

/** The transfer that books a change of ours, [] where nothing moved: amounts are above zero, direction says the sign. */
export function transferOf(booking: Booking, movement: Movement): readonly Transfer[] {
  const { id, kind, asset, own, other, change } = movement;
  if (change === 0n) return [];
  const { atMs, tradeId, attemptId } = booking;
  const route =
    change > 0n ? { amount: change, from: other, to: own } : { amount: -change, from: own, to: other };
  return [{ id, atMs, kind, tradeId, attemptId, asset, ...route }];
}
