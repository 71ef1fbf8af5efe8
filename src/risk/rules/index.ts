import type { PauseReason } from "../pause.ts";
import { clockSkew } from "./clock-skew.ts";
import { consecutiveLosses } from "./consecutive-losses.ts";
import { dailyLossLimit } from "./daily-loss-limit.ts";
import { dataStaleness } from "./data-staleness.ts";
import { ledgerDrift } from "./ledger-drift.ts";
import { manual } from "./manual.ts";
import { orderErrors } from "./order-errors.ts";
import type { Rule } from "./rule.ts";
import { storage } from "./storage.ts";
import { strandedLeg } from "./stranded-leg.ts";
import { unknownLeg } from "./unknown-leg.ts";
import { wideSpread } from "./wide-spread.ts";

/** Every reason with its rule; the compiler refuses a reason without one. */
export const RULES: Readonly<Record<PauseReason, Rule>> = {
  manual,
  "data staleness": dataStaleness,
  "daily loss limit": dailyLossLimit,
  "wide spread": wideSpread,
  "consecutive losses": consecutiveLosses,
  "order errors": orderErrors,
  "unknown leg": unknownLeg,
  "stranded leg": strandedLeg,
  "ledger drift": ledgerDrift,
  "clock skew": clockSkew,
  storage,
};
