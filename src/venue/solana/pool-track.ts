import { InputError, type MarketEvent, type Timers } from "#model";
import type { MaybeAccount } from "./account-bytes.ts";
import { sameAccount } from "./account-bytes.ts";
import { PoolAssembler, type Verdict } from "./assembler.ts";
import type { PoolSnapshot } from "./consistency.ts";
import type { Count } from "./feed-counters.ts";
import { createWhirlpoolCurve } from "./orca/index.ts";
import { needsReplan, type PoolPlan } from "./plan.ts";
import type { PoolIdentity } from "./pool-identity.ts";
import { decodePart, type Part } from "./pool-parts.ts";
import type { PoolRead } from "./read-queue.ts";

/** What a pool needs of its feed. */
export interface TrackHost {
  readonly timers: Timers;
  readonly settleMs: number;
  /** Seconds since 1970 of the latest block seen. */
  blockTimeSec(): bigint | null;
  emit(event: MarketEvent): void;
  count(name: Count): void;
  warning(event: string, fields: Readonly<Record<string, string | number>>): void;
  /** The pool is void: read it again, after these subscriptions were renewed. */
  recover(pool: string, renew: readonly string[]): void;
  /** The price nears the edge of the plan. */
  replan(track: PoolTrack, tick: number): void;
}

/** One pool of the feed: its accounts' frames and reads in, pool and pool-void events out. */
export class PoolTrack {
  readonly identity: PoolIdentity;
  plan: PoolPlan;
  /** Subscriptions changed: a read is due once they all are answered and the stream has moved. */
  awaitsSync = false;
  readonly #host: TrackHost;
  readonly #assembler = new PoolAssembler();
  #settling: { readonly slot: number; readonly cancel: () => void } | undefined;

  constructor(identity: PoolIdentity, plan: PoolPlan, host: TrackHost) {
    this.identity = identity;
    this.plan = plan;
    this.#host = host;
  }

  get isLive(): boolean {
    return this.#assembler.isLive;
  }

  get minReadSlot(): number {
    return this.#assembler.minReadSlot;
  }

  /** A notification of one of the planned accounts. */
  onAccount(address: string, slot: number, account: MaybeAccount, receivedNs: number): void {
    const role = this.plan.roles.get(address);
    if (role === undefined) return;
    try {
      const part = this.#decode(address, () => decodePart(role, account, this.identity), account);
      this.#apply(this.#assembler.update(address, slot, part), receivedNs);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#refuse(error, account, receivedNs);
    }
  }

  /** The stream has reached a slot: all earlier ones are complete. */
  onProgress(slot: number, receivedNs: number): void {
    this.#apply(this.#assembler.advance(slot), receivedNs);
  }

  /** A read; `slot` and accounts are of one bank. */
  onRead({ plan, slot, accounts }: PoolRead, receivedNs: number): void {
    try {
      const parts = new Map<string, Part>();
      for (const [address, role] of plan.roles) {
        const account = accounts.get(address) ?? null;
        parts.set(
          address,
          this.#decode(address, () => decodePart(role, account, this.identity), account),
        );
      }
      const verdict = this.#assembler.read(slot, parts);
      this.#apply(verdict, receivedNs);
      if (verdict.kind === "ignored" && !this.isLive) this.#host.recover(this.identity.address, []);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#host.warning("Solana pool cannot be read", {
        pool: this.identity.address,
        reason: error.message,
      });
      this.void(error.message, receivedNs);
    }
  }

  /** Voids the pool until the next read, without asking for one. */
  void(reason: string, receivedNs: number): void {
    this.#cancelSettling();
    this.#assembler.doubt(reason);
    this.#emitVoid(reason, receivedNs);
  }

  /** Voids the pool and recovers it by a read, after renewing the subscriptions named. */
  doubt(reason: string, renew: readonly string[], receivedNs: number): void {
    this.void(reason, receivedNs);
    this.#host.recover(this.identity.address, renew);
  }

  /** The socket is gone, and with it the stream that the state was built from. */
  restart(): void {
    this.#cancelSettling();
    this.awaitsSync = false;
    this.#assembler.restart();
  }

  #decode(address: string, decode: () => Part, account: MaybeAccount): Part {
    const held = this.#assembler.held(address);
    return held !== undefined && sameAccount(held.account, account) ? held : decode();
  }

  #refuse(error: InputError, account: MaybeAccount, receivedNs: number): void {
    this.#host.count("framesRefused");
    this.#host.emit({
      kind: "frame-refused",
      venue: "solana",
      receivedNs,
      symbol: this.identity.address,
      reason: error.message,
      head: account?.base64.slice(0, 64) ?? "",
    });
    this.doubt(error.message, [], receivedNs);
  }

  #apply(verdict: Verdict, receivedNs: number): void {
    switch (verdict.kind) {
      case "hold":
        return;
      case "ignored":
        this.#host.count(verdict.why === "old" ? "oldUpdates" : "duplicates");
        return;
      case "settle":
        this.#settle(verdict.slot, receivedNs);
        return;
      case "emit":
        this.#emitPool(verdict.snapshot, receivedNs);
        return;
      case "doubt":
        this.#cancelSettling();
        this.#emitVoid(verdict.reason, receivedNs);
        this.#host.recover(this.identity.address, verdict.renew);
        return;
    }
  }

  /** The event keeps the receive time of the frame that changed the pool, so settling counts as latency. */
  #settle(slot: number, receivedNs: number): void {
    if (this.#settling?.slot === slot) return;
    this.#cancelSettling();
    const cancel = this.#host.timers.after(this.#host.settleMs, () => {
      this.#settling = undefined;
      this.#apply(this.#assembler.settled(slot), receivedNs);
    });
    this.#settling = { slot, cancel };
  }

  #cancelSettling(): void {
    this.#settling?.cancel();
    this.#settling = undefined;
  }

  #emitPool(snapshot: PoolSnapshot, receivedNs: number): void {
    this.#cancelSettling();
    const { identity } = this;
    const { whirlpool } = snapshot.pool;
    const curve = createWhirlpoolCurve({
      pool: identity.address,
      slot: snapshot.slot,
      whirlpool,
      tickArrays: (startTick) => snapshot.arrays.get(startTick),
      oracle: snapshot.oracle,
      blockTimeSec: timeOf(snapshot, this.#host.blockTimeSec()),
      baseMint: identity.asset.baseMint,
      baseDecimals: identity.baseDecimals,
      quoteDecimals: identity.quoteDecimals,
    });
    this.#host.count("poolUpdates");
    this.#host.emit({ kind: "pool", receivedNs, curve });
    if (needsReplan(this.plan, identity, whirlpool.tickCurrentIndex)) {
      this.#host.replan(this, whirlpool.tickCurrentIndex);
    }
  }

  #emitVoid(reason: string, receivedNs: number): void {
    this.#host.count("voids");
    this.#host.warning("Solana pool void", { pool: this.identity.address, reason });
    this.#host.emit({ kind: "pool-void", receivedNs, pool: this.identity.address, reason });
  }
}

/**
 * The latest time that is proven for a snapshot: the Clock's, or a later one that the accounts themselves
 * were stamped with. The Clock of a slot may arrive after its pool, and the program refuses an earlier time.
 */
function timeOf({ pool, oracle }: PoolSnapshot, clockSec: bigint | null): bigint | null {
  if (clockSec === null) return null;
  const stamps = [pool.whirlpool.rewardUpdatedSec];
  if (oracle !== null) stamps.push(oracle.lastReferenceUpdateSec, oracle.lastMajorSwapSec);
  return stamps.reduce((latest, stamp) => (stamp > latest ? stamp : latest), clockSec);
}
