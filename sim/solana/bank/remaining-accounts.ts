import { ProgramError } from "../program/program-error.ts";
import type { GivenAccount } from "./invocation.ts";

/** So many of the accounts after the named ones are of this kind, in the order of the slices. */
export interface RemainingSlice {
  readonly kind: number;
  readonly length: number;
}

const SLICES_AT = 5;
const KINDS = 9;
const TRANSFER_HOOK_A = 0;
const TRANSFER_HOOK_B = 1;
const SUPPLEMENTAL_TICK_ARRAYS = 6;
const MAX_SUPPLEMENTS = 3;

/** An option of slices: 0, or 1, a u32 count, and for each its kind u8 and its length u8. Bytes after it do not matter. */
export function readSlices(option: Buffer): RemainingSlice[] {
  if (option[0] === 0) return [];
  if (option[0] !== 1 || option.length < SLICES_AT) throw new ProgramError("InstructionDidNotDeserialize");
  const count = option.readUInt32LE(1);
  if (option.length < SLICES_AT + 2 * count) throw new ProgramError("InstructionDidNotDeserialize");
  const slices = Array.from({ length: count }, (_, i) => ({
    kind: option.readUInt8(SLICES_AT + 2 * i),
    length: option.readUInt8(SLICES_AT + 2 * i + 1),
  }));
  if (slices.some(({ kind }) => kind >= KINDS)) throw new ProgramError("InstructionDidNotDeserialize");
  return slices;
}

/** The tick arrays among the remaining accounts of a swap. Accounts of transfer hooks are for tokens that nobody has here. */
export function supplementalArrays(
  slices: readonly RemainingSlice[],
  remaining: readonly GivenAccount[],
): readonly GivenAccount[] {
  const byKind = new Map<number, readonly GivenAccount[]>();
  let next = 0;
  for (const { kind, length } of slices) {
    if (![TRANSFER_HOOK_A, TRANSFER_HOOK_B, SUPPLEMENTAL_TICK_ARRAYS].includes(kind))
      throw new ProgramError("RemainingAccountsInvalidSlice");
    if (length === 0) continue;
    const accounts = remaining.slice(next, next + length);
    next += length;
    if (accounts.length < length) throw new ProgramError("RemainingAccountsInsufficient");
    if (kind === SUPPLEMENTAL_TICK_ARRAYS && length > MAX_SUPPLEMENTS)
      throw new ProgramError("TooManySupplementalTickArrays");
    if (byKind.has(kind)) throw new ProgramError("RemainingAccountsDuplicatedAccountsType");
    byKind.set(kind, accounts);
  }
  return byKind.get(SUPPLEMENTAL_TICK_ARRAYS) ?? [];
}
