import { expect, it } from "vitest";
import { killOnSqlite } from "../support/store-kill.ts";

const KILLS = 8;

/**
 * `store-kill` does it 200 times, and on MongoDB as well where MONGO_URL names one. Not so here: a server that does not
 * end the transaction of a client that was killed, as the one that tests are given does not, holds its rows for ever.
 */
it("SQLite has everything that was acknowledged, once, however often the writing process is killed [44]", async () => {
  const report = await killOnSqlite(KILLS);
  expect(report).toMatchObject({ duplicates: 0, lost: [], torn: [] });
  expect(report.acknowledged).toBeGreaterThan(KILLS);
});
