import { scopeText } from "../pause.ts";
import { list } from "../words.ts";
import { NO_CAUSE, type Rule } from "./rule.ts";

/** An operator's pause, of any scope. Nothing but its `pause` event trips it and nothing keeps it. */
export const manual: Rule = {
  pauses: "all",
  trips: () => NO_CAUSE,
  lasting: () => NO_CAUSE,
  threshold: () => "an operator's word",
  current: ({ kept }) =>
    list(
      kept.pauses.filter(({ reason }) => reason === "manual").map(({ scope }) => scopeText(scope)),
      "not paused",
    ),
  resumeRule: "At any time.",
};
