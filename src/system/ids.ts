import type { Clock } from "#model";

/**
 * Ids that no two starts share: the start's milliseconds, then a running number, both in base 36; sorted
 * as text they are in the order in which they were made.
 */
export function createIds(clock: Clock): (kind: keyof typeof PREFIXES) => string {
  const start = clock.epochMs().toString(36);
  let count = 0;
  return (kind) => {
    count += 1;
    return `${PREFIXES[kind]}-${start}-${count.toString(36).padStart(5, "0")}`;
  };
}

/** With its two numbers an id has some 20 characters, so that a trade's client order ids stay below Gemini's 36. */
const PREFIXES = { opportunity: "opp", window: "win", trade: "trd" } as const;
