/**
 * One durable step of a trade. Records of a trade are read back in `seq` order and give the same state again;
 * `body` is the event's JSON (integers beyond 2^53 as `{"$n":"..."}`), opaque to whoever stores it.
 */
export interface JournalRecord {
  readonly tradeId: string;
  /** 1, 2, 3, ... within the trade. */
  readonly seq: number;
  readonly atMs: number;
  /** "plan", "intent", or the kind of the event: for a reader of the file; replay reads `body`. */
  readonly kind: string;
  readonly body: string;
}

/** The trade that these records tell of. */
export interface JournaledTrade {
  readonly tradeId: string;
  readonly records: readonly JournalRecord[];
}

/** Which trading account on which chain a journal belongs to; anything else in it would be somebody else's trades. */
export interface JournalIdentity {
  readonly wallet: string;
  readonly genesisHash: string;
  /** The exchange's host name, without port. */
  readonly exchange: string;
}

/**
 * Where intents are durable before they are sent. Rejects with ConnectivityError where the disk does not take
 * it: then nothing may be sent that depends on it.
 */
export interface Journal {
  /** Every trade without a "closed" record, oldest first. */
  openTrades(): Promise<readonly JournaledTrade[]>;
  /** All records of one trade, [] where there is none. */
  recordsOf(tradeId: string): Promise<readonly JournalRecord[]>;
}
