import type { Clock } from "#model";

/**
 * Ids that no two starts share: the start's milliseconds, then a running number, both in base 36; sorted
 * as text they are in the order in which they were made.
 */
export function createIds(clock: Clock): (kind: "opportunity" | "window") => string {
  const start = clock.epochMs().toString(36);
  let count = 0;
  return (kind) => {
    count += 1;
    return `${kind === "opportunity" ? "opp" : "win"}-${start}-${count.toString(36).padStart(5, "0")}`;
  };
}
