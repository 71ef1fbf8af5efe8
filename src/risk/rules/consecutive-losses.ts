import { NO_CAUSE, type Rule } from "./rule.ts";

/** So many losing trades in a row; a resume starts the count again, so nothing of it lasts. */
export const consecutiveLosses: Rule = {
  pauses: "all",
  trips: ({ kept, limits }) =>
    kept.consecutiveLosses < limits.maxConsecutiveLosses
      ? NO_CAUSE
      : [
          {
            scope: { kind: "all" },
            detail: `${kept.consecutiveLosses} trades in a row lost; the limit is ${limits.maxConsecutiveLosses}.`,
          },
        ],
  lasting: () => NO_CAUSE,
  threshold: (limits) => `${limits.maxConsecutiveLosses} losing trades in a row`,
  current: ({ kept }) => `${kept.consecutiveLosses}`,
  resumeRule: "At any time; the count starts again.",
};
