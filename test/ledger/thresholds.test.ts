import { describe, expect, it } from "vitest";
import { createThresholdControl, type SettingsStore, type StoredSetting, type Thresholds } from "#ledger";
import { ConnectivityError } from "#model";

function createMemorySettings(): SettingsStore {
  const kept = new Map<string, StoredSetting>();
  return {
    getSetting: async (key) => kept.get(key) ?? null,
    setSetting: async (key, setting) => void kept.set(key, setting),
  };
}

async function start(settings: SettingsStore, configured: Thresholds) {
  const applied: Thresholds[] = [];
  const control = await createThresholdControl({ settings, configured, apply: (now) => applied.push(now) });
  return { control, applied };
}

const configured: Thresholds = { profitThresholdPct: 100_000n, minSpreadPct: 0n };

describe("run-time thresholds", () => {
  it("start as configured and are applied at once", async () => {
    const { control, applied } = await start(createMemorySettings(), configured);
    expect(control.get()).toEqual(configured);
    expect(applied).toEqual([configured]);
  });

  it("apply a change and keep it over a restart", async () => {
    const settings = createMemorySettings();
    const { control, applied } = await start(settings, configured);
    const changed = { profitThresholdPct: 500_000n, minSpreadPct: 0n };
    expect(await control.set({ profitThresholdPct: 500_000n })).toEqual(changed);
    expect(applied.at(-1)).toEqual(changed);
    expect((await start(settings, configured)).control.get()).toEqual(changed);
  });

  it("lose to a later change of the environment, each for itself", async () => {
    const settings = createMemorySettings();
    const { control } = await start(settings, configured);
    await control.set({ profitThresholdPct: 500_000n, minSpreadPct: 7n });
    const restarted = await start(settings, { ...configured, profitThresholdPct: 1_000_000n });
    expect(restarted.control.get()).toEqual({ profitThresholdPct: 1_000_000n, minSpreadPct: 7n });
  });

  it("forget a change that the environment overruled, also when it goes back to its old word", async () => {
    const settings = createMemorySettings();
    const { control } = await start(settings, configured);
    await control.set({ profitThresholdPct: 500_000n });
    await start(settings, { ...configured, profitThresholdPct: 1_000_000n });
    expect((await start(settings, configured)).control.get()).toEqual(configured);
  });

  it("apply nothing that could not be kept", async () => {
    const settings: SettingsStore = {
      getSetting: async () => null,
      setSetting: () => Promise.reject(new ConnectivityError("storage-away", "disk gone")),
    };
    const { control, applied } = await start(settings, configured);
    await expect(control.set({ minSpreadPct: 9n })).rejects.toThrow("disk gone");
    expect(control.get()).toEqual(configured);
    expect(applied).toHaveLength(1);
  });
});
