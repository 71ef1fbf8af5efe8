import type { MarketEvent } from "#model";
import type { MaybeAccount } from "./account-bytes.ts";
import type { ChainTime } from "./chain-time.ts";
import { CLOCK_SYSVAR } from "./clock-sysvar.ts";
import type { FeedCounters } from "./feed-counters.ts";
import type { SolanaFeedParts } from "./feed-options.ts";
import type { OrcaAddresses } from "./orca/index.ts";
import { type PoolPlan, planPool } from "./plan.ts";
import { PoolTrack, type TrackHost } from "./pool-track.ts";
import type { PoolRead } from "./read-queue.ts";
import type { StreamSession } from "./stream-session.ts";
import type { Subscriptions } from "./subscriptions.ts";
import type { ThrottledLog } from "./throttled-log.ts";
import { addressesOf } from "./verify-pools.ts";

export interface BoardParts {
  readonly options: SolanaFeedParts;
  readonly session: StreamSession;
  readonly subscriptions: Subscriptions;
  readonly time: ChainTime;
  readonly counters: FeedCounters;
  readonly warnings: ThrottledLog;
  readonly emit: (event: MarketEvent) => void;
  readonly askRead: (pool: string) => void;
}

const DEFAULT_SETTLE_MS = 3;

/** All pools of the feed: which account belongs to which, which are due for a read, and their plans. */
export class PoolBoard {
  readonly #parts: BoardParts;
  readonly #tracks = new Map<string, PoolTrack>();
  readonly #trackByAccount = new Map<string, PoolTrack>();
  readonly #addresses = new Map<string, OrcaAddresses>();
  readonly #replanning = new Set<PoolTrack>();
  #disposed = false;

  constructor(parts: BoardParts) {
    this.#parts = parts;
  }

  /** Plans every pool around the tick at which it was verified. */
  async start(): Promise<void> {
    const { pools } = this.#parts.options;
    const plans = await Promise.all(
      pools.map((pool) => planPool(pool, pool.tick, this.#addressesOf(pool.program))),
    );
    pools.forEach((pool, i) => {
      const plan = plans[i];
      if (plan !== undefined) this.#tracks.set(pool.address, new PoolTrack(pool, plan, this.#host()));
    });
    this.#subscribe();
  }

  onAccount(key: string, slot: number, account: MaybeAccount, receivedNs: number): void {
    this.#trackByAccount.get(key)?.onAccount(key, slot, account, receivedNs);
  }

  onProgress(slot: number, receivedNs: number): void {
    for (const track of this.#tracks.values()) track.onProgress(slot, receivedNs);
  }

  /**
   * The Clock moved. Once all subscriptions are answered, nothing after its slot is missed, so that a read
   * at or after it makes the state whole.
   */
  onClock(slot: number): void {
    const { session, subscriptions } = this.#parts;
    if (slot < session.streamSlot || !subscriptions.isSettled()) return;
    if (session.phase.kind === "syncing") {
      session.synced();
      this.askAll();
    }
    for (const track of this.#tracks.values()) {
      if (!track.awaitsSync) continue;
      track.awaitsSync = false;
      this.#parts.askRead(track.identity.address);
    }
  }

  onReads(reads: readonly PoolRead[], receivedNs: number): void {
    for (const read of reads) this.#tracks.get(read.pool)?.onRead(read, receivedNs);
  }

  /** What a read of a pool has to cover now. */
  wantedRead(pool: string): { readonly plan: PoolPlan; readonly minSlot: number } {
    const track = this.#tracks.get(pool);
    const minSlot = Math.max(track?.minReadSlot ?? 0, this.#parts.session.streamSlot);
    return { plan: track?.plan ?? { centre: 0, roles: new Map() }, minSlot };
  }

  askAll(): void {
    for (const pool of this.#tracks.keys()) this.#parts.askRead(pool);
  }

  voidAll(reason: string, receivedNs: number): void {
    for (const track of this.#tracks.values()) track.void(reason, receivedNs);
  }

  resync(pool: string, reason: string, receivedNs: number): void {
    const track = this.#tracks.get(pool);
    track?.doubt(reason, [...track.plan.roles.keys()], receivedNs);
  }

  restart(): void {
    for (const track of this.#tracks.values()) track.restart();
  }

  liveCount(): number {
    return [...this.#tracks.values()].filter((track) => track.isLive).length;
  }

  dispose(): void {
    this.#disposed = true;
    this.restart();
  }

  #host(): TrackHost {
    const { options, time, counters, warnings, emit } = this.#parts;
    return {
      timers: options.timers,
      settleMs: options.settleMs ?? DEFAULT_SETTLE_MS,
      blockTimeSec: () => time.unixSeconds(),
      emit,
      count: (name) => {
        counters[name] += 1;
      },
      warning: (event, fields) => warnings.warning(event, fields),
      recover: (pool, renew) => this.#recover(pool, renew),
      replan: (track, tick) => void this.#replan(track, tick),
    };
  }

  #recover(pool: string, renew: readonly string[]): void {
    const { session, subscriptions, counters, options } = this.#parts;
    if (session.phase.kind !== "streaming") return; // the sync to come reads every pool
    if (renew.length === 0) {
      this.#parts.askRead(pool);
      return;
    }
    counters.subscriptionsRenewed += renew.length;
    for (const account of renew) subscriptions.renew(account, options.clock.monotonicNs());
    const track = this.#tracks.get(pool);
    if (track !== undefined) track.awaitsSync = true;
  }

  /** Moves a pool's window of tick arrays; the old one serves until the new one was read. */
  async #replan(track: PoolTrack, tick: number): Promise<void> {
    if (this.#replanning.has(track)) return;
    this.#replanning.add(track);
    const plan = await planPool(track.identity, tick, this.#addressesOf(track.identity.program));
    this.#replanning.delete(track);
    if (this.#disposed) return;
    this.#parts.counters.replans += 1;
    track.plan = plan;
    track.awaitsSync = true;
    this.#subscribe();
  }

  #subscribe(): void {
    this.#trackByAccount.clear();
    for (const track of this.#tracks.values()) {
      for (const account of track.plan.roles.keys()) this.#trackByAccount.set(account, track);
    }
    const accounts = new Set([...this.#trackByAccount.keys(), CLOCK_SYSVAR]);
    this.#parts.subscriptions.want(accounts, this.#parts.options.clock.monotonicNs());
  }

  #addressesOf(program: string): OrcaAddresses {
    const known = this.#addresses.get(program) ?? addressesOf(program);
    this.#addresses.set(program, known);
    return known;
  }
}
