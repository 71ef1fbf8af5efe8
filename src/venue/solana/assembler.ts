import { sameAccount } from "./account-bytes.ts";
import { examine, type PoolSnapshot, sameTicks } from "./consistency.ts";
import { foldParts, type Parts, snapshotOf } from "./pool-fold.ts";
import type { Part } from "./pool-parts.ts";
import { createSlotLog } from "./slot-log.ts";

/** What the feed has to do after an update. */
export type Verdict =
  /** Nothing now; frames of the slot may still follow. */
  | { readonly kind: "hold" }
  /** Probably whole: ask again with `settled(slot)` after the settling time. */
  | { readonly kind: "settle"; readonly slot: number }
  | { readonly kind: "emit"; readonly snapshot: PoolSnapshot }
  /** Old or repeated: nothing changed. */
  | { readonly kind: "ignored"; readonly why: "old" | "duplicate" }
  /** What is held may be wrong: the pool is void until a read. `renew`: subscriptions that seem dead. */
  | { readonly kind: "doubt"; readonly reason: string; readonly renew: readonly string[] };

const HOLD: Verdict = { kind: "hold" };
/** Later slots that the stream must have passed before a subscription that missed a change counts as dead. */
const RENEW_AFTER_SLOTS = 2;

interface Live {
  readonly kind: "live";
  /** All planned accounts as of `snapshot.slot`, by address. */
  readonly parts: Parts;
  readonly snapshot: PoolSnapshot;
}

type State = { readonly kind: "void"; readonly minReadSlot: number } | Live;

/**
 * Puts the accounts of one pool together, never of two slots. Pure: frames, reads and the progress of the
 * stream come in, verdicts go out.
 *
 * A read (one getMultipleAccounts) is whole by itself and is the ground; notifications of later slots are
 * laid upon it. A slot is emitted as soon as it is certainly whole (see consistency.ts), or after a short
 * settling when it is likely whole, or when the stream has moved on to a later slot: a node tells all
 * changes of one confirmed slot before any of the next, and the Clock sysvar changes in every slot. If
 * what arrived by then contradicts itself, or a frame comes after its slot was over, frames were lost
 * or reordered: the pool is void until the next read.
 */
export class PoolAssembler {
  #state: State = { kind: "void", minReadSlot: 0 };
  readonly #log = createSlotLog();
  /** Highest slot of any frame of the socket: everything below has been told. */
  #streamSlot = 0;
  #readSlot = 0;
  /** Accounts that a read found changed without a notification yet. */
  readonly #unnotified = new Map<string, number>();

  get isLive(): boolean {
    return this.#state.kind === "live";
  }

  /** A read below this slot cannot help. */
  get minReadSlot(): number {
    return Math.max(this.#log.lostUpTo(), this.#state.kind === "void" ? this.#state.minReadSlot : 0);
  }

  /** The part held for an address, whose decoding a read may reuse where the bytes are the same. */
  held(address: string): Part | undefined {
    return this.#state.kind === "live" ? this.#state.parts.get(address) : undefined;
  }

  /** A notification of one of the pool's accounts. Call `advance(slot)` before it. */
  update(address: string, slot: number, part: Part): Verdict {
    this.#unnotified.delete(address);
    const known = this.#log.get(slot, address);
    if (known !== undefined && sameAccount(known.account, part.account))
      return { kind: "ignored", why: "duplicate" };
    if (slot <= this.#readSlot) return { kind: "ignored", why: "old" };
    this.#log.put(slot, address, part);
    if (this.#state.kind === "void") return HOLD;
    if (slot <= this.#state.snapshot.slot) return this.#late(this.#state, address, slot, part);
    // Slots are judged one at a time: what an earlier one is made of must never vouch for a later one.
    return slot < this.#streamSlot ? this.#passed(this.#state) : this.#judge(this.#state, slot, "arriving");
  }

  /** The stream has reached `slot`: every frame of an earlier one has been told. */
  advance(slot: number): Verdict {
    if (slot <= this.#streamSlot) return HOLD;
    const toldUpTo = this.#streamSlot;
    this.#streamSlot = slot;
    if (this.#state.kind === "void") return HOLD;
    // Confirmed slots may jump, and a change is then told with the first slot behind the jump.
    const dead = [...this.#unnotified].filter(
      ([, readSlot]) => readSlot <= toldUpTo && readSlot + RENEW_AFTER_SLOTS < slot,
    );
    if (dead.length > 0)
      return this.doubt(
        "changes without notification",
        dead.map(([address]) => address),
      );
    return this.#passed(this.#state);
  }

  /** The settling time of `slot` is over. */
  settled(slot: number): Verdict {
    if (this.#state.kind === "void" || slot <= this.#state.snapshot.slot) return HOLD;
    return this.#judge(this.#state, slot, "settled");
  }

  /** All planned accounts of one bank at `slot`. */
  read(slot: number, parts: Parts): Verdict {
    const state = this.#state;
    if (slot < this.minReadSlot || slot < this.#readSlot) return { kind: "ignored", why: "old" };
    if (state.kind === "live" && slot < state.snapshot.slot) return this.#verify(state, slot, parts);
    if (state.kind === "live") this.#noteUnnotified(state, slot, parts);
    this.#readSlot = slot;
    const live: Live = { kind: "live", parts, snapshot: snapshotOf(slot, parts) };
    this.#state = live;
    const passed = this.#passed(live);
    if (passed.kind === "doubt" || passed.kind === "emit") return passed;
    return { kind: "emit", snapshot: live.snapshot };
  }

  /** Voids what is held; only a read at or after everything seen so far makes it live again. */
  doubt(reason: string, renew: readonly string[] = []): Verdict {
    const seen = this.#state.kind === "live" ? this.#state.snapshot.slot : this.#state.minReadSlot;
    this.#state = { kind: "void", minReadSlot: Math.max(seen, this.#streamSlot, this.#readSlot) };
    this.#unnotified.clear();
    return { kind: "doubt", reason, renew };
  }

  /** A new socket, perhaps of another node: its stream starts anew. */
  restart(): void {
    this.doubt("restart");
    this.#streamSlot = 0;
    this.#log.clear();
  }

  /** Settles, one after the other, all slots that the stream has left behind. */
  #passed(state: Live): Verdict {
    let last: Verdict = HOLD;
    for (const slot of this.#log.slotsBetween(state.snapshot.slot, this.#streamSlot)) {
      if (this.#state.kind === "void") return last;
      const verdict = this.#judge(this.#state, slot, "passed");
      if (verdict.kind !== "hold") last = verdict;
    }
    return last;
  }

  #judge(state: Live, slot: number, stage: "arriving" | "settled" | "passed"): Verdict {
    const changes = this.#log.between(state.snapshot.slot, slot);
    const parts = foldParts(state.parts, changes);
    const snapshot = snapshotOf(slot, parts);
    const arrived = arrivedIn(state.parts, changes);
    if (!arrived.pool && !arrived.oracle && !arrived.arrays) return HOLD;
    const consistency = examine(state.snapshot, snapshot, arrived);
    switch (consistency.kind) {
      case "contradiction":
        return stage === "passed" ? this.doubt(consistency.reason) : HOLD;
      case "open":
        return stage === "passed" ? this.#emit(parts, snapshot) : HOLD;
      case "likely":
        return stage === "arriving" ? { kind: "settle", slot } : this.#emit(parts, snapshot);
      case "certain":
        return this.#emit(parts, snapshot);
    }
  }

  #emit(parts: Parts, snapshot: PoolSnapshot): Verdict {
    this.#state = { kind: "live", parts, snapshot };
    return { kind: "emit", snapshot };
  }

  /** A frame of a slot that was emitted already: harmless where quotes stay the same. */
  #late(state: Live, address: string, slot: number, part: Part): Verdict {
    const held = state.parts.get(address);
    if (held === undefined || this.#log.hasLater(address, slot, state.snapshot.slot)) {
      return { kind: "ignored", why: "old" };
    }
    const parts = new Map(state.parts).set(address, part);
    if (sameQuotes(held, part)) {
      this.#state = { ...state, parts };
      return HOLD;
    }
    // An oracle that only took longer than the settling time completes its slot while that is still open.
    const open = slot === state.snapshot.slot && slot >= this.#streamSlot;
    if (part.kind === "oracle" && open) return this.#emit(parts, snapshotOf(slot, parts));
    return this.doubt(`${part.kind} account of a slot that was complete`);
  }

  /** An older read: with the later frames upon it, it must give what is held. */
  #verify(state: Live, slot: number, parts: Parts): Verdict {
    this.#readSlot = slot;
    const folded = foldParts(parts, this.#log.between(slot, state.snapshot.slot));
    for (const [address, part] of folded) {
      const held = state.parts.get(address);
      if (held !== undefined && !sameQuotes(held, part)) {
        return this.doubt(`re-read disagrees on the ${part.kind} account`, [address]);
      }
    }
    const live: Live = { kind: "live", parts: folded, snapshot: snapshotOf(state.snapshot.slot, folded) };
    this.#state = live;
    return { kind: "emit", snapshot: live.snapshot };
  }

  /** A read ahead of the stream: what it found changed must be notified soon. */
  #noteUnnotified(state: Live, slot: number, parts: Parts): void {
    const streamed = foldParts(state.parts, this.#log.between(state.snapshot.slot, slot));
    for (const [address, part] of parts) {
      const held = streamed.get(address);
      if (held !== undefined && !sameAccount(held.account, part.account)) this.#unnotified.set(address, slot);
    }
  }
}

function arrivedIn(planned: Parts, changes: Parts): { pool: boolean; oracle: boolean; arrays: boolean } {
  const arrived = { pool: false, oracle: false, arrays: false };
  for (const [address, part] of changes) {
    if (!planned.has(address)) continue;
    if (part.kind === "pool") arrived.pool = true;
    else if (part.kind === "oracle") arrived.oracle = true;
    else arrived.arrays = true;
  }
  return arrived;
}

/** Whether two states of an account give the same quotes; fee growth and rewards do not matter. */
function sameQuotes(one: Part, other: Part): boolean {
  if (sameAccount(one.account, other.account)) return true;
  return one.kind === "array" && other.kind === "array" && sameTicks(one.ticks, other.ticks);
}
