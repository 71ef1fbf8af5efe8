import { renameSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { operate } from "../support/operator.ts";
import { startStandInsProcess } from "../support/stand-ins-process.ts";

/** The runbook's "MongoDB Connection Lost" where the database is a file; mongo-outage.test.ts has the server's. */
it("while SQLite's file is away reads answer 503 and nothing starts; once it is back an operator resumes [39, 49, 52]", async () => {
  await using venues = await startStandInsProcess({ slotMs: 100 });
  await using operator = await operate(["run", "--mode", "demo"], venues.env);
  const file = join(operator.dataDir, "arbitrage.db");
  const paused = async () => (await operator.status()).risk.pause_reason?.includes("storage");
  const reads = (status: number) => async () => {
    const answers = await Promise.all([operator.get("/opportunities"), operator.get("/trades?limit=10")]);
    for (const answer of answers.filter((one) => one.status === 503))
      expect(answer.body).toEqual({ detail: "Database not initialized" });
    return answers.every((answer) => answer.status === status);
  };
  await operator.until(async () => (await operator.trades()).length >= 2, 60_000, "two trades");

  renameSync(file, `${file}.away`);
  await operator.until(paused, 15_000, "no pause for the storage");
  await operator.until(reads(503), 15_000, "reads do not answer 503");
  const pausedAt = new Date().toISOString();
  expect(await operator.status()).toMatchObject({ status: "unhealthy", storage_works: false });
  await operator.process.printed("ERROR Database not initialized", 10_000);
  expect(operator.log()).toContain("Risk paused: storage");
  await operator.flat();

  renameSync(`${file}.away`, file);
  await operator.until(reads(200), 15_000, "reads do not answer again");
  expect((await operator.status()).risk.is_paused).toBe(true);
  const resumed = async () => (await operator.post("/controls/resume")).status === 200;
  const resumedAt = new Date().toISOString();
  await operator.until(resumed, 20_000, "no resume");
  const trades = () => operator.trades();
  const since = async () => (await trades()).some(({ timestamp }) => timestamp > resumedAt);
  await operator.until(since, 40_000, "no trade afterwards");
  const meanwhile = (await trades()).filter((one) => one.timestamp > pausedAt && one.timestamp < resumedAt);
  expect(meanwhile).toEqual([]);
});
