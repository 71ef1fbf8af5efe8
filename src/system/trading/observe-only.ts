import { effectiveSetting, type SettingsStore } from "#ledger";

const KEY = "observe_only";

/** The switch as an operator last set it, while the environment still says what it said then. */
export async function loadObserveOnly(settings: SettingsStore, configured: boolean): Promise<boolean> {
  const environment = String(configured);
  const stored = await settings.getSetting(KEY);
  const value = effectiveSetting(stored, environment) ?? environment;
  // What was overruled is forgotten, or it would come back when the environment says its old word again.
  if (stored !== null && stored.value !== value) await settings.setSetting(KEY, { value, environment });
  return value === "true";
}

/** Keeps the switch across restarts; a process that was told to trade no more must not come back trading. */
export async function storeObserveOnly(
  settings: SettingsStore,
  { value, configured }: { readonly value: boolean; readonly configured: boolean },
): Promise<void> {
  await settings.setSetting(KEY, { value: String(value), environment: String(configured) });
}
