import { expect, it } from "vitest";
import { settings } from "#wire";
import { someSettings } from "./builders.ts";
import { gatewaysOfThisFile } from "./running.ts";

const start = gatewaysOfThisFile();

it("GET /api/v1/settings answers what is in force at each call", async () => {
  let profit = "0.1";
  const { thresholds } = someSettings();
  const { app } = await start({
    settings: () => someSettings({ thresholds: { ...thresholds, profit_threshold_pct: profit } }),
  });
  const read = async () => settings.parse((await app.inject("/api/v1/settings")).json());
  expect(await read()).toEqual(someSettings());
  profit = "0.7";
  expect((await read()).thresholds.profit_threshold_pct).toBe("0.7");
});
