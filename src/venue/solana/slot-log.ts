import type { Parts } from "./pool-fold.ts";
import type { Part } from "./pool-parts.ts";

/** The account states that notifications told, by slot, for as long as a read may still be older than they. */
export interface SlotLog {
  put(slot: number, address: string, part: Part): void;
  get(slot: number, address: string): Part | undefined;
  /** The latest state of each account told in (after, upTo]. */
  between(after: number, upTo: number): Parts;
  /** The slots in (after, before) that told anything, ascending. */
  slotsBetween(after: number, before: number): readonly number[];
  /** True where the account was told again in (after, upTo]. */
  hasLater(address: string, after: number, upTo: number): boolean;
  /** Slots up to this one were told but are kept no longer. */
  lostUpTo(): number;
  clear(): void;
}

/** Slots kept; a read that is older than all of them is asked for again with a later minimum. */
const KEPT_SLOTS = 128;

export function createSlotLog(): SlotLog {
  /** Ascending by slot. */
  let entries: { readonly slot: number; readonly parts: Map<string, Part> }[] = [];
  let lostUpTo = 0;

  const within = (after: number, upTo: number) => entries.filter(({ slot }) => slot > after && slot <= upTo);

  return {
    put(slot, address, part) {
      const entry = entries.find((candidate) => candidate.slot === slot);
      if (entry !== undefined) {
        entry.parts.set(address, part);
        return;
      }
      entries.push({ slot, parts: new Map([[address, part]]) });
      entries.sort((one, other) => one.slot - other.slot);
      if (entries.length > KEPT_SLOTS) lostUpTo = entries.shift()?.slot ?? lostUpTo;
    },
    get: (slot, address) => entries.find((entry) => entry.slot === slot)?.parts.get(address),
    between(after, upTo) {
      const latest = new Map<string, Part>();
      for (const { parts } of within(after, upTo))
        for (const [address, part] of parts) latest.set(address, part);
      return latest;
    },
    slotsBetween: (after, before) => within(after, before - 1).map(({ slot }) => slot),
    hasLater: (address, after, upTo) => within(after, upTo).some(({ parts }) => parts.has(address)),
    lostUpTo: () => lostUpTo,
    clear() {
      entries = [];
      lostUpTo = 0;
    },
  };
}
