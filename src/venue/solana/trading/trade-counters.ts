/** What the client counts, for the status and the metrics. */
const COUNTS = [
  "prepared",
  "refused",
  "sendRounds",
  "sendsAccepted",
  "sendsFailed",
  "statusReads",
  "statusReadsFailed",
  "recordReads",
  "hints",
  "connects",
  "landed",
  "failed",
  "vanished",
  "expired",
] as const;

export type TradeCounters = Record<(typeof COUNTS)[number], number>;

export function createTradeCounters(): TradeCounters {
  const counters: Partial<TradeCounters> = {};
  for (const name of COUNTS) counters[name] = 0;
  return counters as TradeCounters;
}
