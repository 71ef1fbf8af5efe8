/** What the feed counts, for the status and the metrics. */
const COUNTS = [
  "connects",
  "drops",
  "poolUpdates",
  "voids",
  "resyncs",
  "suspensions",
  "framesRefused",
  "subscriptionsUnknown",
  "subscriptionsRefused",
  "subscriptionsRenewed",
  "duplicates",
  "oldUpdates",
  "reads",
  "readsFailed",
  "replans",
] as const;

export type Count = (typeof COUNTS)[number];

export type FeedCounters = Record<Count, number>;

export function createFeedCounters(): FeedCounters {
  const counters: Partial<FeedCounters> = {};
  for (const name of COUNTS) counters[name] = 0;
  return counters as FeedCounters;
}

/** The same figures under the names that every feed uses outside: `framesRefused` is `frames_refused`. */
export function outwardNames(figures: Readonly<Record<string, number>>): Record<string, number> {
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [snake(name), value]));
}
