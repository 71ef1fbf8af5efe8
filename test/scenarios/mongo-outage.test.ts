import { expect, it } from "vitest";
import { hasMongo } from "../support/mongo.ts";
import { runOutage } from "../support/mongo-outage.ts";

it.skipIf(!hasMongo)(
  "while MongoDB is away reads answer 503, nothing starts, what is open comes home; a kill -9 loses nothing of it [52]",
  async () => {
    const report = await runOutage({ seconds: 8, kill: true, say: () => {} });
    expect(report.wrong).toEqual({
      ...{ openedWhilePaused: 0, missing: [], unknown: [], duplicates: 0 },
      ...{ leftOpen: 0, leftInReplay: 0, auditMissing: 0 },
    });
    expect(report.pauseReason).toContain("storage");
    // Of the process that saw it go, and of the one that did not find it.
    expect(report.timesLogged).toBe(2);
    expect(report.openAtCut).toBeGreaterThan(0);
    expect(report.trades.whileAway).toBeGreaterThan(0);
    expect(report.slowestReadMs).toBeLessThan(8_000);
  },
);
