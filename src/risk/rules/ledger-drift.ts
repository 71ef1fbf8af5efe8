import type { VenueName } from "#model";
import type { DriftSeen } from "../state.ts";
import { list } from "../words.ts";
import type { Cause, Rule } from "./rule.ts";

/** One difference may be a fill that is still on its way; two in a row are a ledger that is wrong. */
const CHECKS_IN_ROW = 2;

/** The venue's balances are not what the ledger says. */
export const ledgerDrift: Rule = {
  pauses: "venue",
  trips: ({ seen }) =>
    [...seen.drifts]
      .filter(([, { inRow }]) => inRow >= CHECKS_IN_ROW)
      .map(([venue, seen]) => differs(venue, seen)),
  // Whatever it is paused for: nothing resumes over a check that just found a difference.
  lasting: ({ seen }) =>
    [...seen.drifts].filter(([, { inRow }]) => inRow > 0).map(([venue, seen]) => differs(venue, seen)),
  threshold: () => `different in ${CHECKS_IN_ROW} checks in a row`,
  current: ({ seen }) =>
    list(
      [...seen.drifts].flatMap(([, { drifts }]) => drifts),
      "none",
    ),
  resumeRule: "When the last check of the balances agrees with the ledger.",
};

function differs(venue: VenueName, { drifts }: DriftSeen): Cause {
  const detail = `${venue} and the ledger differ: ${drifts.join(", ")}.`;
  return { scope: { kind: "venue", venue }, detail };
}
