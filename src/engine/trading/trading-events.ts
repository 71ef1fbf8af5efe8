import type { JournaledTrade } from "#execution";
import type { AccountBalance, TradingBatch, Transfer } from "#ledger";
import type {
  CexIntent,
  DexIntent,
  DexOrder,
  FeeTier,
  LegEvidence,
  PoolCurve,
  SignedSwap,
  TradeRecord,
  VenueAccount,
  VenueName,
} from "#model";
import type { PauseReason, PauseScope, RiskLimits } from "#risk";

/** Which intent a durable batch holds. */
export interface IntentRef {
  readonly tradeId: string;
  readonly attemptId: string;
  /** The trade's very first send, which risk may still stop. */
  readonly first: boolean;
}

/** What trading is told; `receivedNs` is the monotonic time, as for every engine event. */
export type TradingEvent = {
  readonly receivedNs: number;
} /** Once, before anything else of trading: what the last process left. */ & (
  | {
      readonly kind: "restore";
      readonly trades: readonly JournaledTrade[];
      readonly balances: readonly AccountBalance[];
      readonly openings: readonly Transfer[];
      readonly risk: string | null;
      /** The accounts are others than the ledger's: what it held is written off before they open it anew. */
      readonly rebase: boolean;
      /** Why the journal may be behind the venues: nothing starts and no open trade goes on before an operator says. */
      readonly held: string | null;
    }
  | { readonly kind: "evidence"; readonly evidence: LegEvidence }
  | {
      readonly kind: "prepared";
      readonly tradeId: string;
      readonly attemptId: string;
      readonly answer: SignedSwap | { readonly refused: string };
    }
  /** A batch reached the disk with these intents in it. */
  | { readonly kind: "journaled"; readonly intents: readonly IntentRef[] }
  | { readonly kind: "storage"; readonly works: boolean }
  | { readonly kind: "account"; readonly account: VenueAccount }
  | { readonly kind: "fee-tiers"; readonly tiers: readonly FeeTier[] }
  | { readonly kind: "readiness"; readonly readiness: Readiness }
  | { readonly kind: "command"; readonly command: OperatorCommand }
  /** The process is about to end: nothing new begins, and what is open goes on. */
  | { readonly kind: "ending" }
);

/** What the trading clients can do now. */
export interface Readiness {
  readonly cex: boolean;
  readonly dex: boolean;
  readonly skewMs: number | null;
  /** Lamports that a swap through each pool costs now; a pool without an estimate is missing. */
  readonly networkLamports: ReadonlyMap<string, bigint>;
}

export type OperatorCommand = { readonly by: string } & (
  | { readonly kind: "pause"; readonly reason: string | null; readonly scope: PauseScope }
  | { readonly kind: "resume"; readonly reason: string | null }
  | { readonly kind: "observe-only"; readonly on: boolean }
  | { readonly kind: "limits"; readonly limits: RiskLimits }
  | {
      readonly kind: "resolve";
      readonly tradeId: string;
      readonly action: "retry" | "accept";
      readonly reason: string;
    }
  /** Books what the venue says as the truth: a deposit, a withdrawal, an explained difference. */
  | { readonly kind: "accept-drift"; readonly reason: string }
);

/** What trading wants done; the host does it in order. */
export type TradingEffect =
  /** Append, and when it is durable answer with `journaled` where there are intents. */
  | {
      readonly kind: "journal";
      readonly batch: TradingBatch;
      readonly intents: readonly IntentRef[];
    }
  /** Build and sign in this turn; answer with `prepared`. */
  | {
      readonly kind: "prepare";
      readonly tradeId: string;
      readonly attemptId: string;
      readonly order: DexOrder;
      readonly curve: PoolCurve | null;
      readonly counterparty: Counterparty;
    }
  | {
      readonly kind: "send-cex";
      readonly intent: CexIntent;
      readonly counterparty: Counterparty;
      readonly decidedNs: number | null;
    }
  | {
      readonly kind: "send-dex";
      readonly intent: DexIntent;
      readonly counterparty: Counterparty;
      readonly decidedNs: number | null;
    }
  | { readonly kind: "pursue-cex"; readonly intent: CexIntent; readonly counterparty: Counterparty }
  | {
      readonly kind: "pursue-dex";
      readonly intent: DexIntent;
      readonly counterparty: Counterparty;
      readonly rebroadcast: boolean;
    }
  /** Store and publish this state of a trade. */
  | { readonly kind: "trade"; readonly record: TradeRecord }
  /** Pauses, limits, the mode or the gate changed: publish. */
  | { readonly kind: "risk" }
  | { readonly kind: "paused"; readonly reason: PauseReason }
  /** Balances are wanted soon: something moved there, or they did not agree. */
  | { readonly kind: "account-wanted"; readonly venue: VenueName }
  /** In the words of the venue or of who refused; a metric makes few words of them. */
  | { readonly kind: "execution-failed"; readonly reason: string }
  | { readonly kind: "command-done"; readonly answer: CommandAnswer };

/** Who fills the legs: the venues, live depth on paper, or the very prices that were injected. */
export type Counterparty = "venue" | "paper" | "injected";

export type CommandAnswer =
  | { readonly ok: true; readonly reason: string }
  /** `missing`: no such trade; `conflict`: not in this state, or causes last. */
  | { readonly ok: false; readonly kind: "missing" | "conflict"; readonly detail: string };
