import { formatDecimal, PCT_DECIMALS, parseDecimal } from "#model";
import type { SettingsStore, StoredSetting } from "./ports.ts";

/** The gates of the signal that an operator may move at run time, in 1e-6 of a percent point. */
export interface Thresholds {
  readonly profitThresholdPct: bigint;
  readonly minSpreadPct: bigint;
}

export interface ThresholdControl {
  get(): Thresholds;
  /** Stores, then applies; resolves with what is in force now. Nothing is applied that was not stored. */
  set(patch: Partial<Thresholds>): Promise<Thresholds>;
}

export interface ThresholdOptions {
  readonly settings: SettingsStore;
  /** What configuration says, defaults included. */
  readonly configured: Thresholds;
  /** Called with the values in force, once at the start and after each change. */
  readonly apply: (thresholds: Thresholds) => void;
}

const KEYS = {
  profitThresholdPct: "profit_threshold_pct",
  minSpreadPct: "min_spread_pct",
} as const satisfies Record<keyof Thresholds, string>;

/**
 * A stored value holds only while configuration still says what it said when the value was stored:
 * who edits the environment later means it, and is not overruled by an older click.
 */
export function effectiveSetting(stored: StoredSetting | null, environment: string | null): string | null {
  return stored !== null && stored.environment === environment ? stored.value : environment;
}

/** Loads the thresholds in force and keeps their changes across restarts. */
export async function createThresholdControl(options: ThresholdOptions): Promise<ThresholdControl> {
  const { settings, configured, apply } = options;
  let current: Thresholds = {
    profitThresholdPct: await load(settings, configured, "profitThresholdPct"),
    minSpreadPct: await load(settings, configured, "minSpreadPct"),
  };
  apply(current);
  return {
    get: () => current,
    async set(patch) {
      for (const name of ["profitThresholdPct", "minSpreadPct"] as const) {
        const value = patch[name];
        if (value === undefined) continue;
        await settings.setSetting(KEYS[name], { value: text(value), environment: text(configured[name]) });
        current = { ...current, [name]: value };
        apply(current);
      }
      return current;
    },
  };
}

async function load(
  settings: SettingsStore,
  configured: Thresholds,
  name: keyof Thresholds,
): Promise<bigint> {
  const environment = text(configured[name]);
  const stored = await settings.getSetting(KEYS[name]);
  const value = effectiveSetting(stored, environment) ?? environment;
  // What was overruled is forgotten, or it would come back when the environment says its old word again.
  if (stored !== null && value !== stored.value)
    await settings.setSetting(KEYS[name], { value: environment, environment });
  return parseDecimal(value, PCT_DECIMALS, "exact");
}

function text(pct: bigint): string {
  return formatDecimal(pct, PCT_DECIMALS);
}
