import { ConfigError } from "#model";
import { decodeJson, encodeJson } from "./codec.ts";
import type { TradeEvent } from "./events.ts";
import type { JournaledTrade, JournalRecord } from "./journal.ts";
import { beginTrade, stepTrade, type TradeStep } from "./step.ts";
import type { TradeState } from "./trade-state.ts";

/** An event as the journal keeps it. */
export function recordOf(tradeId: string, seq: number, event: TradeEvent): JournalRecord {
  return { tradeId, seq, atMs: event.atMs, kind: event.kind, body: encodeJson(event) };
}

/**
 * The state that a trade's records tell of; what its events wanted done is not done again. Throws ConfigError
 * naming DATA_DIR where they cannot be read or do not begin with a plan: nothing may trade over such a journal.
 */
export function replayTrade({ tradeId, records }: JournaledTrade): TradeState {
  let step: TradeStep | null = null;
  for (const [index, record] of records.entries()) {
    if (record.seq !== index + 1) throw unreadable(tradeId, `record ${index + 1} is missing`);
    const event = readEvent(record);
    if (event.kind === "plan") step = beginTrade(event);
    else if (step === null) throw unreadable(tradeId, "it does not begin with a plan");
    else step = stepTrade(step.state, event);
  }
  if (step === null) throw unreadable(tradeId, "it has no record");
  return step.state;
}

function readEvent({ tradeId, seq, kind, body }: JournalRecord): TradeEvent {
  let event: unknown;
  try {
    event = decodeJson(body);
  } catch {
    throw unreadable(tradeId, `record ${seq} is not readable`);
  }
  if (typeof event !== "object" || event === null || !("kind" in event) || event.kind !== kind)
    throw unreadable(tradeId, `record ${seq} is not what it says`);
  // The journal is our own and its file is checked when it is opened; past its kind a record is trusted.
  return event as TradeEvent;
}

function unreadable(tradeId: string, why: string): ConfigError {
  return new ConfigError("DATA_DIR", `DATA_DIR: the journal of trade ${tradeId} cannot be replayed: ${why}`);
}
