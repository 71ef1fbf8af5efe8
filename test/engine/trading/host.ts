import type {
  CommandAnswer,
  Engine,
  EngineEffect,
  EngineEvent,
  OperatorCommand,
  TradingEffect,
  TradingOptions,
} from "#engine";
import type { JournalRecord } from "#execution";
import { type AccountBalance, type AuditEntry, Balances, chainNext, type Transfer } from "#ledger";
import {
  amountOfUnits,
  type CexFill,
  type CexIntent,
  type DexIntent,
  type LegEvidence,
  type Opportunity,
  type SignedSwap,
  type TradeRecord,
  type VenueName,
} from "#model";
import { DEFAULT_LIMITS, type RiskLimits } from "#risk";
import type { SignalConfig } from "#signal";
import { alive, anEngine, EPOCH_MS, Market, MS } from "../harness.ts";

/** What reached the disk, as a store would give it back. */
export interface Disk {
  readonly records: JournalRecord[];
  readonly closed: Set<string>;
  readonly transfers: Transfer[];
  readonly audit: AuditEntry[];
  risk: string | null;
}

export interface HostOptions {
  readonly trading?: Partial<TradingOptions>;
  readonly limits?: Partial<RiskLimits>;
  readonly config?: Partial<SignalConfig>;
  /** What an earlier process left. */
  readonly disk?: Disk;
  readonly holdings?: Map<string, bigint>;
  /** Batches wait until `sync` is called. */
  readonly slowDisk?: boolean;
  /** The journal is still being read while the market comes in already. */
  readonly restoreLater?: boolean;
  /** What is left comes from a backup. */
  readonly held?: string;
  readonly startNs?: number;
}

type Sent = TradingEffect & { kind: "send-cex" | "send-dex" | "pursue-cex" | "pursue-dex" };
type Batch = TradingEffect & { kind: "journal" };

export const ONE = 10n ** 18n;
let processes = 0;

export function anEmptyDisk(): Disk {
  return { records: [], closed: new Set(), transfers: [], audit: [], risk: null };
}

export function plentiful(): Map<string, bigint> {
  return new Map([
    ["gemini USD", 50_000n * ONE],
    ["gemini SOL", 300n * ONE],
    ["solana USDC", 50_000n * ONE],
    ["solana SOL", 300n * ONE],
    ["solana/gas SOL", 5n * ONE],
  ]);
}

/** Does by hand what the host of an engine does: the disk, the signer, and venues that a test lets speak. */
export class Host {
  readonly market: Market;
  readonly engine: Engine;
  readonly disk: Disk;
  /** What the venues hold, by "account asset". */
  readonly holdings: Map<string, bigint>;
  readonly effects: EngineEffect[] = [];
  readonly sent: Sent[] = [];
  readonly records: TradeRecord[] = [];
  readonly answers: CommandAnswer[] = [];
  readonly waiting: Batch[] = [];
  prepareAnswer: (n: number) => SignedSwap | { readonly refused: string };
  nowNs: number;
  readonly #slowDisk: boolean;
  #signed = 0;
  #trades = 0;
  readonly #held: string | null;

  constructor(options: HostOptions = {}) {
    processes += 1;
    const name = `p${processes}`;
    this.disk = options.disk ?? anEmptyDisk();
    this.holdings = options.holdings ?? plentiful();
    this.#slowDisk = options.slowDisk ?? false;
    this.#held = options.held ?? null;
    this.nowNs = options.startNs ?? 1;
    this.prepareAnswer = (n) => ({
      ...{ signature: `sig-${name}-${n}`, wire: "AA==", blockhash: "hash" },
      ...{ lastValidBlockHeight: 150, feeLimitLamports: 20_000n },
    });
    const engine = anEngine({ trading: this.#tradingOptions(options, name) }, options.config);
    const process = engine.process.bind(engine);
    engine.process = (event) => this.#process(process, event);
    this.engine = engine;
    if (options.restoreLater !== true) this.restore();
    this.market = new Market(this.engine);
  }

  restore(): void {
    this.engine.process(this.#restoreEvent());
  }

  /** Everything that lets trading begin: readiness, both accounts, life, a tick. */
  open(): this {
    this.ready();
    this.account("gemini");
    this.account("solana");
    this.tick();
    return this;
  }

  send(event: EngineEvent): readonly EngineEffect[] {
    return this.market.send(event);
  }

  ready(cex = true, dex = true): void {
    const readiness = { cex, dex, skewMs: 0, networkLamports: new Map([["Pool1111", 5_000n]]) };
    this.send({ kind: "readiness", receivedNs: this.nowNs, readiness });
    const tiers = [{ symbol: "solusd", takerFeePpm: 3_500 }];
    this.send({ kind: "fee-tiers", receivedNs: this.nowNs, tiers });
  }

  /** Both venues are alive and time has passed. */
  tick(afterMs = 100): readonly EngineEffect[] {
    this.pass(afterMs);
    for (const event of alive(this.nowNs)) this.send(event);
    return this.bareTick();
  }

  /** A tick without any sign of life from either venue. */
  bareTick(): readonly EngineEffect[] {
    return this.send({ kind: "tick", receivedNs: this.nowNs, epochMs: Math.round(this.epochMs) });
  }

  get epochMs(): number {
    return EPOCH_MS + this.nowNs / MS;
  }

  pass(afterMs: number): void {
    this.nowNs += afterMs * MS;
  }

  /** The exchange's bid and ask in cents; the pool stays at about 150 dollars. */
  quote(bid: number, ask = bid + 10): readonly EngineEffect[] {
    this.pass(1);
    return this.market.quote(this.nowNs, bid, ask);
  }

  account(venue: VenueName, change: { requestedNs?: number } = {}): readonly EngineEffect[] {
    const rows = [...this.holdings].filter(([key]) => key.startsWith(`${venue} `));
    const balances = rows.map(([key, total]) => ({
      asset: key.split(" ")[1] ?? "",
      total,
      available: total,
    }));
    const gas = venue === "solana" ? (this.holdings.get("solana/gas SOL") ?? 0n) : 0n;
    this.pass(1);
    const requestedNs = change.requestedNs ?? this.nowNs;
    this.pass(1);
    return this.send({
      kind: "account",
      receivedNs: this.nowNs,
      account: { venue, balances, gas, requestedNs, receivedNs: this.nowNs },
    });
  }

  command(command: OperatorCommand): CommandAnswer {
    const before = this.answers.length;
    this.send({ kind: "command", receivedNs: this.nowNs, command });
    const [answer, ...more] = this.answers.slice(before);
    if (answer === undefined || more.length > 0) throw new Error("a command is answered exactly once");
    return answer;
  }

  /** The oldest batch that waits, or all of them, reach the disk and are acknowledged. */
  sync(count = Number.POSITIVE_INFINITY): void {
    for (let i = 0; i < count && this.waiting.length > 0; i += 1) {
      const batch = this.waiting.shift();
      if (batch !== undefined) this.#store(batch);
    }
  }

  evidence(
    evidence: LegEvidence extends infer E ? (E extends LegEvidence ? Omit<E, "atMs"> : never) : never,
  ) {
    this.pass(1);
    const told = { ...evidence, atMs: Math.round(this.epochMs) } as LegEvidence;
    return this.send({ kind: "evidence", receivedNs: this.nowNs, evidence: told });
  }

  /** The exchange fills an order at its limit, or a cent better, and takes 35 basis points. */
  fillCex(intent: CexIntent, lots = intent.order.lots, settle = true): void {
    const { attemptId } = intent;
    this.evidence({ kind: "cex-ended", attemptId, orderId: "77", filledLots: lots, reason: null });
    if (settle) this.settleCex(intent, lots);
  }

  settleCex({ attemptId, order }: CexIntent, lots = order.lots): void {
    const quote = BigInt(order.limitTicks) * BigInt(lots) * 10n ** 13n;
    const fill: CexFill = {
      ...{ fillId: "9007199254740993", ticks: order.limitTicks, lots },
      ...{ feeAmount: (quote * 35n) / 10_000n, feeAsset: "USD" },
    };
    const sign = order.side === "buy" ? 1n : -1n;
    this.#move("gemini SOL", sign * BigInt(lots) * 10n ** 15n);
    this.#move("gemini USD", -sign * quote - fill.feeAmount);
    this.evidence({ kind: "cex-settled", attemptId, orderId: "77", fills: [fill] });
  }

  /** The swap is in a block, at exactly its limit. */
  confirmDex({ attemptId, order }: DexIntent): void {
    this.evidence({ ...landingOf(attemptId, order), commitment: "confirmed" });
  }

  /** It is final: now the wallet's balances say so too. */
  finalizeDex({ attemptId, order }: DexIntent): void {
    const landing = landingOf(attemptId, order);
    this.#move("solana SOL", amountOfUnits(landing.outcome.baseDelta, 9));
    this.#move("solana USDC", amountOfUnits(landing.outcome.quoteDelta, 6));
    this.#move("solana/gas SOL", -amountOfUnits(landing.feeLamports, 9));
    this.evidence({ ...landing, commitment: "finalized" });
  }

  /** The newest order or swap that was sent or is asked after. */
  cex(): CexIntent {
    const last = this.sent.findLast(({ kind }) => kind.endsWith("cex"));
    if (last === undefined || last.kind === "send-dex" || last.kind === "pursue-dex")
      throw new Error("no order");
    return last.intent;
  }

  dex(): DexIntent {
    const last = this.sent.findLast(({ kind }) => kind.endsWith("dex"));
    if (last === undefined || last.kind === "send-cex" || last.kind === "pursue-cex")
      throw new Error("no swap");
    return last.intent;
  }

  get trade(): TradeRecord {
    const last = this.records.at(-1);
    if (last === undefined) throw new Error("no trade was told of");
    return last;
  }

  get decision(): Pick<Opportunity, "decision" | "decisionReason"> {
    const last = this.effects.findLast((effect) => effect.kind === "opportunity");
    if (last?.kind !== "opportunity") throw new Error("no opportunity");
    return last.opportunity;
  }

  get view() {
    const view = this.engine.tradingView(this.nowNs);
    if (view === null) throw new Error("this engine does not trade");
    return view;
  }

  get logs(): string[] {
    return this.effects.flatMap((effect) => (effect.kind === "log" ? [effect.event] : []));
  }

  /** The disk's own sum of every transfer, as the store would answer it at a start. */
  get stored(): readonly AccountBalance[] {
    const sums = new Balances([]);
    sums.apply(this.disk.transfers);
    return sums.all();
  }

  #tradingOptions({ trading, limits }: HostOptions, name: string): TradingOptions {
    return {
      ...{ mode: "demo", paper: false, policy: "dex-first", observeOnly: false },
      limits: { ...DEFAULT_LIMITS, ...limits },
      ...{
        slackPct: 250_000n,
        maxLossPct: 5_000_000n,
        requireMeasured: false,
        epoch: "E",
        compareEveryMs: 60_000,
      },
      newTradeId: () => {
        this.#trades += 1;
        return `${name}-T${this.#trades}`;
      },
      ...trading,
    };
  }

  #restoreEvent(): EngineEvent {
    const { records, closed, transfers, risk } = this.disk;
    const ids = [...new Set(records.map(({ tradeId }) => tradeId))].filter((id) => !closed.has(id));
    return {
      kind: "restore",
      receivedNs: this.nowNs,
      trades: ids.map((tradeId) => ({
        tradeId,
        records: records.filter((record) => record.tradeId === tradeId),
      })),
      balances: this.stored,
      openings: transfers.filter(({ kind }) => kind === "opening"),
      risk,
      rebase: false,
      held: this.#held,
    };
  }

  /** As the host of an engine does: what an effect brings at once is an event within the event. */
  #process(process: Engine["process"], event: EngineEvent): readonly EngineEffect[] {
    const effects = process(event);
    this.effects.push(...effects);
    for (const effect of effects) this.#perform(effect);
    return effects;
  }

  #perform(effect: EngineEffect): void {
    switch (effect.kind) {
      case "journal":
        if (this.#slowDisk) this.waiting.push(effect);
        else this.#store(effect);
        return;
      case "prepare": {
        this.#signed += 1;
        const { tradeId, attemptId } = effect;
        const answer = this.prepareAnswer(this.#signed);
        this.engine.process({ kind: "prepared", receivedNs: this.nowNs, tradeId, attemptId, answer });
        return;
      }
      case "send-cex":
      case "send-dex":
      case "pursue-cex":
      case "pursue-dex":
        this.sent.push(effect);
        return;
      case "trade":
        this.records.push(effect.record);
        return;
      case "command-done":
        this.answers.push(effect.answer);
        return;
      default:
    }
  }

  #store({ batch, intents }: Batch): void {
    const { disk } = this;
    disk.records.push(...batch.records);
    for (const id of batch.closed) disk.closed.add(id);
    const known = new Set(disk.transfers.map(({ id }) => id));
    disk.transfers.push(...batch.transfers.filter(({ id }) => !known.has(id)));
    for (const note of batch.audit) disk.audit.push(chainNext(disk.audit.at(-1) ?? null, note));
    if (batch.risk !== null) disk.risk = batch.risk;
    if (intents.length > 0) this.engine.process({ kind: "journaled", receivedNs: this.nowNs, intents });
  }

  #move(key: string, change: bigint): void {
    this.holdings.set(key, (this.holdings.get(key) ?? 0n) + change);
  }
}

function landingOf(attemptId: string, { side, baseUnits, limitQuoteUnits }: DexIntent["order"]) {
  const sign = side === "buy" ? 1n : -1n;
  const outcome = { ok: true, baseDelta: sign * baseUnits, quoteDelta: -sign * limitQuoteUnits } as const;
  return { kind: "dex-landed", attemptId, slot: 9, feeLamports: 5_000n, outcome } as const;
}
