import { formatCount, formatMs } from "./format.ts";

/** A venue's counter in words, ready to print. */
export interface CounterLine {
  readonly code: string;
  readonly label: string;
  readonly text: string;
}

/** What tells at a glance how well a connection is, in the order in which it is read. */
const VITAL = [
  "drops",
  "reconnects",
  "resyncs",
  "voids",
  "frames_refused",
  "reads_failed",
  "depth_checks_unanswered",
  "round_trip_ms",
  "clock_skew_ms",
  "lag_ms",
  "behind_slots",
];

/** Splits a venue's counters into the vital few and all the others by name. */
export function counterLines(counters: Readonly<Record<string, number>>): {
  vital: CounterLine[];
  others: CounterLine[];
} {
  const vital = VITAL.filter((code) => counters[code] !== undefined);
  const others = Object.keys(counters)
    .filter((code) => !VITAL.includes(code))
    .sort();
  const line = (code: string) => counterLine(code, counters[code] ?? 0);
  return { vital: vital.map(line), others: others.map(line) };
}

/** Counters whose own name is too long for their place. */
const SHORT: Readonly<Record<string, string>> = {
  depth_checks_unanswered: "Checks missed",
  subscriptions_refused: "Refused streams",
  subscriptions_renewed: "Renewed streams",
  subscriptions_unknown: "Unknown streams",
  request_weight_limit: "Weight limit",
};

/** "round_trip_ms" -> "Round trip" and "0.464 ms"; "pool_updates" -> "Pool updates" and "665". */
function counterLine(code: string, value: number): CounterLine {
  const duration = code.endsWith("_ms");
  const words = code.replace(/_ms$/, "").replaceAll("_", " ");
  const label = SHORT[code] ?? words.charAt(0).toUpperCase() + words.slice(1);
  return { code, label, text: duration ? `${formatMs(value)} ms` : formatCount(value) };
}
