import type {
  CexIntent,
  DexIntent,
  DexOrder,
  FeeTier,
  LegEvidence,
  PoolCurve,
  SignedSwap,
  VenueAccount,
} from "#model";

/** Where a client tells what it learnt, in order, on receipt; must not throw. */
export type EvidenceSink = (evidence: LegEvidence) => void;

/** A difference between our clock and the venue's, when it was last measured; null before. */
export interface ClockSkew {
  readonly skewMs: number | null;
}

/**
 * The private side of the order book exchange. It owns its socket, nonces, limits and timers, keeps asking
 * until an order that it was given is settled, and never decides anything: no retry of an order, ever.
 */
export interface CexClient extends AsyncDisposable {
  /** Connects and delivers until disposed; reconnects by itself. Resolves once the first connect was begun. */
  start(sink: EvidenceSink): Promise<void>;
  /** True while the private socket is open, authenticated and subscribed: what is sent now leaves at once. */
  ready(): boolean;
  /**
   * Hands the order to the private socket in this turn and follows it until it is settled. Where there is no
   * such socket the evidence is `cex-not-sent`. Never throws.
   */
  send(intent: CexIntent): void;
  /** Follows an order that an earlier process may have sent: asks, never sends. */
  pursue(intent: CexIntent): void;
  /** Resolves once it is known that the key may place orders; rejects like readAccount where it may not. */
  proveRole(): Promise<void>;
  /** Balances now. Rejects with ConnectivityError (ask again) or RejectedError (key, role, clock: the venue's words). */
  readAccount(): Promise<VenueAccount>;
  /** The account's taker fee for each symbol. Rejects like readAccount. */
  readFeeTiers(symbols: readonly string[]): Promise<readonly FeeTier[]>;
  clockSkew(): ClockSkew;
  /** Counts and measurements by name. */
  stats(): Readonly<Record<string, number>>;
}

/** Why a swap could not be prepared; nothing was signed. */
export interface PrepareRefusal {
  readonly refused: string;
}

/** The wallet on chain: builds, signs, sends, and follows what it sent to finality or proven expiry. */
export interface DexClient extends AsyncDisposable {
  start(sink: EvidenceSink): Promise<void>;
  /** True while a fresh blockhash, the wallet's token accounts and a fee estimate are at hand. */
  ready(): boolean;
  /** Builds and signs from cached state in this turn; sends nothing. `curve` is the one that the decision used. */
  prepare(order: DexOrder, curve: PoolCurve): SignedSwap | PrepareRefusal;
  /** Sends the bytes to every provider, and again until there is evidence; follows to finality. Never throws. */
  send(intent: DexIntent): void;
  /** Follows a swap that an earlier process may have sent; sends the same bytes again only where asked to. */
  pursue(intent: DexIntent, options: { readonly rebroadcast: boolean }): void;
  readAccount(): Promise<VenueAccount>;
  /** Base and priority fee that a swap through this pool is expected to cost now, lamports; null where unknown. */
  expectedFeeLamports(pool: string): bigint | null;
  /** Who we are and on which chain: wallet address and genesis hash. Rejects with ConnectivityError. */
  identity(): Promise<{ readonly wallet: string; readonly genesisHash: string }>;
  stats(): Readonly<Record<string, number>>;
}
