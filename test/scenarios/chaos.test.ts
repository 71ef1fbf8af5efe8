import { expect, it } from "vitest";
import { startTandem } from "../support/tandem-process.ts";

const WITHIN_MS = 220_000;
const CLEAN = {
  duplicate_sends: 0,
  open_trades: 0,
  ledger_mismatches: 0,
  unexplained_residuals: 0,
  ok: true,
};

async function chaos(...flags: string[]): Promise<{ code: number; line: Record<string, unknown> }> {
  await using tandem = startTandem(["chaos", ...flags]);
  const code = await tandem.exited(WITHIN_MS);
  const line = tandem.stdout().trim();
  expect(line, tandem.stderr().slice(-4_000)).not.toBe("");
  return { code, line: JSON.parse(line) as Record<string, unknown> };
}

it("trades under faults and kills, and afterwards ledger and truth are equal to the unit", async () => {
  const { code, line } = await chaos("--seed", "11", "--trades", "12", "--kill");
  expect(line).toMatchObject({ seed: 11, ...CLEAN });
  expect(line.trades).toBeGreaterThanOrEqual(12);
  expect(line.kills).toBeGreaterThan(0);
  expect(line.schedule).toMatch(/^[0-9a-f]{16}$/);
  expect(Object.keys(line.exposure_ms as object)).toEqual(["p50", "p99", "max"]);
  expect(code).toBe(0);
});

it("comes home after a kill at points of the matrix, whatever the policy", async () => {
  const { code, line } = await chaos("--matrix", "--seed", "3", "--points", "10");
  expect(line).toMatchObject({ points: 10, failing: [], ...CLEAN });
  expect(line.kills).toBe(10);
  expect(code).toBe(0);
});

it("says in one line what is wrong with a flag", async () => {
  await using tandem = startTandem(["chaos", "--trades", "many"]);
  expect(await tandem.exited()).toBe(2);
  expect(tandem.stderr().trim().split("\n").at(-1)).toMatch("--trades");
});
