import { compareDecimals, isDecimal } from "./decimal-text.ts";
import { type RiskOverview, type RiskPatch, riskPatch } from "./wire.ts";

export type LimitKey = keyof RiskPatch;

/** One limit that an operator may change. */
export interface LimitField {
  readonly key: LimitKey;
  readonly label: string;
  readonly unit: "%" | "USD" | "s" | "";
  /** Travels as decimal text, or as a JSON number. */
  readonly kind: "decimal" | "number";
  readonly hint: string;
}

export const LIMIT_FIELDS: readonly LimitField[] = [
  decimal("profit_threshold_pct", "Profit threshold", "%", "Net profit that an opportunity must promise."),
  decimal("min_spread_pct", "Minimum spread", "%", "Gross spread below which nothing is looked at."),
  decimal("max_position_size_usd", "Largest position", "USD", "Size of one trade at most."),
  decimal("max_open_exposure_usd", "Largest open exposure", "USD", "Of all open trades together."),
  number("max_open_per_asset", "Open trades per asset", "", "At the same time."),
  decimal("daily_loss_limit_usd", "Daily loss limit", "USD", "Loss of one UTC day that pauses trading."),
  number("staleness_threshold_sec", "Data staleness", "s", "Silence of a venue that pauses trading."),
  decimal("wide_spread_pct", "Wide spread", "%", "Spread too good to be believed."),
  number("max_consecutive_losses", "Losses in a row", "", "That pause trading."),
  number("max_order_errors", "Order errors", "", "Within their window, that pause trading."),
  number("order_error_window_sec", "Order error window", "s", "In which order errors are counted."),
  number("unknown_leg_sec", "Unknown leg", "s", "A leg's outcome may stay unknown this long."),
  number("max_clock_skew_sec", "Clock skew", "s", "Between this machine and a venue."),
];

/** What the operator typed, by limit; what was not touched is absent. */
export type LimitDraft = Readonly<Partial<Record<LimitKey, string>>>;

export interface LimitChange {
  readonly key: LimitKey;
  readonly label: string;
  readonly unit: string;
  readonly before: string;
  readonly after: string;
}

export interface LimitReview {
  readonly changes: readonly LimitChange[];
  readonly errors: Readonly<Partial<Record<LimitKey, string>>>;
  /** Ready to send; null while there is an error or nothing to change. */
  readonly patch: RiskPatch | null;
}

/** Compares a draft with the limits in force and checks it by the very schema that the server uses. */
export function reviewLimits(overview: RiskOverview, draft: LimitDraft): LimitReview {
  const touched = LIMIT_FIELDS.flatMap((field) => {
    const after = draft[field.key];
    const before = String(overview[field.key]);
    return after === undefined || sameValue(before, after) ? [] : [{ field, before, after }];
  });
  const changes = touched.map(({ field: { key, label, unit }, before, after }) => ({
    key,
    label,
    unit,
    before,
    after,
  }));
  if (touched.length === 0) return { changes, errors: {}, patch: null };
  const parsed = riskPatch.safeParse(
    Object.fromEntries(touched.map(({ field, after }) => [field.key, wireValue(field, after)])),
  );
  if (parsed.success) return { changes, errors: {}, patch: parsed.data };
  return { changes, errors: errorsByField(parsed.error.issues, draft), patch: null };
}

function errorsByField(issues: readonly { path: PropertyKey[]; message: string }[], draft: LimitDraft) {
  const errors: Partial<Record<LimitKey, string>> = {};
  for (const { path, message } of issues) {
    const field = LIMIT_FIELDS.find(({ key }) => key === path[0]);
    if (field !== undefined) errors[field.key] ??= sentence(field, message, draft[field.key] ?? "");
  }
  return errors;
}

function sentence({ kind }: LimitField, message: string, text: string): string {
  if (kind === "decimal") return `Must be ${message}`;
  return isDecimal(text) ? message : "Must be a number";
}

function sameValue(before: string, after: string): boolean {
  if (!isDecimal(before) || !isDecimal(after)) return before === after;
  return compareDecimals(before, after) === 0;
}

/** Text that is no plain number is sent as it is, so that the schema names the fault. */
function wireValue({ kind }: LimitField, text: string): string | number {
  return kind === "number" && isDecimal(text) ? Number(text) : text;
}

function decimal(key: LimitKey, label: string, unit: LimitField["unit"], hint: string): LimitField {
  return { key, label, unit, kind: "decimal", hint };
}

function number(key: LimitKey, label: string, unit: LimitField["unit"], hint: string): LimitField {
  return { key, label, unit, kind: "number", hint };
}
