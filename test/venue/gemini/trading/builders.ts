import type { CexEvidence, CexIntent, LegEvidence } from "#model";
import { createGeminiClient, type GeminiClientOptions } from "#venue/gemini";
import { realTime, recordingLog } from "../../../support/fake-time.ts";
import { anInstrument } from "../builders.ts";
import type { ScriptedExchange } from "./scripted-exchange.ts";

export const SOL = anInstrument();
/** The id of the facts, beyond 2^53. */
export const ORDER_ID = "73797746498585286";

/** Buys 1.5 SOL at 150.00 at most. */
export function anIntent(attemptId = "t1:a1", change: Partial<CexIntent["order"]> = {}): CexIntent {
  return {
    attemptId,
    clientOrderId: attemptId,
    order: {
      venue: "gemini",
      symbol: "solusd",
      side: "buy",
      limitTicks: 15_000,
      lots: 1_500_000,
      tickSize: SOL.tickSize,
      lotSize: SOL.lotSize,
      ...change,
    },
  };
}

export type EventFields = Readonly<Record<string, string | number | boolean>>;

/** An order event of the intent above in the venue's own layout: ids and nanoseconds bare. */
export function orderText(X: string, fields: EventFields = {}, id = ORDER_ID): string {
  const head = `"e":"orderUpdate","E":1759291847686856569,"s":"solusd","i":${id},"T":1759291847686856569`;
  const rest = { c: "t1:a1", S: "BUY", o: "LIMIT", X, p: "150.00", q: "1.5", ...fields };
  return `{${head},${JSON.stringify(rest).slice(1)}`;
}

/** An order as REST shows it: half filled and cancelled unless changed. */
export function recordText(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    order_id: ORDER_ID,
    id: ORDER_ID,
    symbol: "SOLUSD",
    side: "buy",
    type: "exchange limit",
    timestampms: 1_790_000_000_000,
    is_live: false,
    is_cancelled: true,
    reason: "ImmediateOrCancelWouldPost",
    price: "150.00",
    original_amount: "1.5",
    executed_amount: "0.5",
    remaining_amount: "1",
    client_order_id: "t1:a1",
    options: ["immediate-or-cancel"],
    ...fields,
  });
}

/** A trade as REST shows it, `tid` bare and beyond 2^53. */
export function tradeText(
  tid: string,
  amount: string,
  fields: Readonly<Record<string, unknown>> = {},
): string {
  const rest = {
    price: "149.99",
    amount,
    type: "Buy",
    aggressor: true,
    fee_currency: "USD",
    fee_amount: "0.2624825",
    order_id: ORDER_ID,
    client_order_id: "t1:a1",
    symbol: "SOLUSD",
    ...fields,
  };
  return `{"tid":${tid},${JSON.stringify(rest).slice(1)}`;
}

export function withTrades(record: string, trades: readonly string[]): string {
  return `${record.slice(0, -1)},"trades":[${trades.join(",")}]}`;
}

/** Waits short enough for a test, long enough to tell apart. */
export const FAST: NonNullable<GeminiClientOptions["limits"]> = {
  ackTimeoutMs: 60,
  absenceGapMs: 60,
  restPerMinute: 60_000,
  restBurst: 50,
  restTimeoutMs: 500,
  retryMinMs: 10,
  retryMaxMs: 40,
  subscribeTimeoutMs: 300,
  reconnectMinMs: 10,
  reconnectMaxMs: 40,
};

export const CREDENTIALS = { apiKey: "account-conformance-key", apiSecret: "conformance-api-secret" };

/** A client of the exchange, what it told, and how to wait for it. */
export function startClient(
  venue: Pick<ScriptedExchange, "wsUrl" | "restUrl">,
  options: Partial<GeminiClientOptions> = {},
) {
  const log = recordingLog();
  const evidence: CexEvidence[] = [];
  const client = createGeminiClient({
    wsUrl: venue.wsUrl,
    restUrl: venue.restUrl,
    ...CREDENTIALS,
    instruments: [SOL],
    clock: realTime,
    timers: realTime,
    random: Math.random,
    log,
    limits: FAST,
    ...options,
  });
  const kinds = (attemptId = "t1:a1"): string[] =>
    evidence.filter((one) => one.attemptId === attemptId).map(({ kind }) => kind);
  const find = <K extends CexEvidence["kind"]>(kind: K, attemptId = "t1:a1") =>
    evidence.find(
      (one): one is Extract<CexEvidence, { kind: K }> => one.kind === kind && one.attemptId === attemptId,
    );
  const sink = (one: LegEvidence): void => {
    evidence.push(one as CexEvidence);
  };
  const lines = (event: string) => log.lines.filter((line) => line.event === event);
  return { client, log, lines, evidence, kinds, find, sink };
}
