import { decodeJson } from "#execution";
import { type AuditEntry, effectiveSetting, type SettingsStore } from "#ledger";
import { formatDecimal, InputError, PCT_DECIMALS, parseDecimal, USD_DECIMALS } from "#model";
import type { RiskLimits } from "#risk";
import type { RiskPatch } from "#wire";

/** How a limit is written, on the wire and in the settings, and read back. */
interface Codec<Value> {
  /** The wire's name of it; the settings keep it under the same. */
  readonly name: Exclude<keyof RiskPatch, "profit_threshold_pct" | "min_spread_pct">;
  write(value: Value): string;
  read(text: string): Value;
}

const dollars = (name: Codec<bigint>["name"]): Codec<bigint> => ({
  name,
  write: (value) => formatDecimal(value, USD_DECIMALS),
  read: (text) => parseDecimal(text, USD_DECIMALS, "exact"),
});
const percent = (name: Codec<bigint>["name"]): Codec<bigint> => ({
  name,
  write: (value) => formatDecimal(value, PCT_DECIMALS),
  read: (text) => parseDecimal(text, PCT_DECIMALS, "exact"),
});
const count = (name: Codec<number>["name"]): Codec<number> => ({ name, write: String, read: Number });
const seconds = (name: Codec<number>["name"]): Codec<number> => ({
  name,
  write: (ms) => formatDecimal(BigInt(ms), 3),
  read: (text) => Number(parseDecimal(text, 3, "ceil")),
});

const CODECS: { readonly [Name in keyof RiskLimits]: Codec<RiskLimits[Name]> } = {
  maxPositionUsd: dollars("max_position_size_usd"),
  maxOpenExposureUsd: dollars("max_open_exposure_usd"),
  maxOpenPerAsset: count("max_open_per_asset"),
  dailyLossLimitUsd: dollars("daily_loss_limit_usd"),
  stalenessMs: seconds("staleness_threshold_sec"),
  wideSpreadPct: percent("wide_spread_pct"),
  maxConsecutiveLosses: count("max_consecutive_losses"),
  maxOrderErrors: count("max_order_errors"),
  orderErrorWindowMs: seconds("order_error_window_sec"),
  unknownLegMs: seconds("unknown_leg_sec"),
  maxClockSkewMs: seconds("max_clock_skew_sec"),
};
const NAMES = Object.keys(CODECS) as (keyof RiskLimits)[];

/** The limits in force: what was changed at run time, as long as the environment says what it said then. */
export async function loadLimits(settings: SettingsStore, configured: RiskLimits): Promise<RiskLimits> {
  const limits: Record<string, bigint | number> = {};
  for (const name of NAMES) {
    const codec = CODECS[name] as Codec<bigint | number>;
    const environment = codec.write(configured[name]);
    const stored = await settings.getSetting(codec.name);
    const text = effectiveSetting(stored, environment) ?? environment;
    // What was overruled is forgotten, or it would come back when the environment says its old word again.
    if (stored !== null && text !== stored.value)
      await settings.setSetting(codec.name, { value: environment, environment });
    limits[name] = codec.read(text);
  }
  return limits as unknown as RiskLimits;
}

/** The limits after a patch. Throws InputError where one names a value that cannot be. */
export function patchedLimits(limits: RiskLimits, patch: RiskPatch): RiskLimits {
  const next: Record<string, bigint | number> = { ...limits };
  for (const name of NAMES) {
    const codec = CODECS[name] as Codec<bigint | number>;
    const said = patch[codec.name];
    if (said !== undefined) next[name] = codec.read(String(said));
  }
  const patched = next as unknown as RiskLimits;
  if (patched.maxOpenExposureUsd < patched.maxPositionUsd)
    throw new InputError(
      "limits",
      "max_open_exposure_usd: must not be below max_position_size_usd, or no trade of that size could start",
    );
  return patched;
}

/** Keeps what differs, with what the environment says now. */
export async function storeLimits(
  settings: SettingsStore,
  {
    before,
    after,
    configured,
  }: { readonly before: RiskLimits; readonly after: RiskLimits; readonly configured: RiskLimits },
): Promise<void> {
  for (const name of NAMES) {
    if (before[name] === after[name]) continue;
    const codec = CODECS[name] as Codec<bigint | number>;
    await settings.setSetting(codec.name, {
      value: codec.write(after[name]),
      environment: codec.write(configured[name]),
    });
  }
}

/** Every limit as the wire has it. */
export function wireLimits(limits: RiskLimits) {
  return {
    max_position_size_usd: CODECS.maxPositionUsd.write(limits.maxPositionUsd),
    max_open_exposure_usd: CODECS.maxOpenExposureUsd.write(limits.maxOpenExposureUsd),
    max_open_per_asset: limits.maxOpenPerAsset,
    daily_loss_limit_usd: CODECS.dailyLossLimitUsd.write(limits.dailyLossLimitUsd),
    staleness_threshold_sec: limits.stalenessMs / 1000,
    wide_spread_pct: CODECS.wideSpreadPct.write(limits.wideSpreadPct),
    max_consecutive_losses: limits.maxConsecutiveLosses,
    max_order_errors: limits.maxOrderErrors,
    order_error_window_sec: limits.orderErrorWindowMs / 1000,
    unknown_leg_sec: limits.unknownLegMs / 1000,
    max_clock_skew_sec: limits.maxClockSkewMs / 1000,
  };
}

/** A change of limits in the wire's names and digits; every other entry as it is. The engine audits its own names. */
export function wireAudit(entry: AuditEntry): AuditEntry {
  if (entry.action !== "limits") return entry;
  return { ...entry, before: wireNames(entry.before), after: wireNames(entry.after) };
}

function wireNames(text: string | null): string | null {
  const limits = text === null ? null : decodeJson(text);
  if (typeof limits !== "object" || limits === null) return text;
  const renamed = Object.entries(limits).map(([name, value]) => {
    const codec = (CODECS as Readonly<Record<string, Codec<bigint | number> | undefined>>)[name];
    return codec === undefined ? [name, value] : [codec.name, codec.write(value as bigint | number)];
  });
  return JSON.stringify(Object.fromEntries(renamed));
}
