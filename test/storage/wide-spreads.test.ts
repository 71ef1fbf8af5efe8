import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpportunityQuery, PageKey } from "#ledger";
import type { OpportunityRecord } from "#model";
import { openSqlite, type SqliteStores } from "#storage";
import { anOpportunity, createFakeTime, createRecordedLog } from "../gateway/builders.ts";

const ROWS = 7_000;

/** Spreads of 0 to 6.999 percent, each once, in no order of time. */
const rows: readonly OpportunityRecord[] = Array.from({ length: ROWS }, (_, n) =>
  anOpportunity({
    id: `O-${String(n).padStart(5, "0")}`,
    asset: n % 5 === 0 ? "JUP-USD" : "SOL-USD",
    direction: n % 3 === 0 ? "dex_to_cex" : "cex_to_dex",
    spreadPct: BigInt((n * 4_001) % ROWS) * 1_000n,
    // Two rows of a time, so that ids decide between them.
    openedAtMs: 1_790_000_000_000 + Math.floor(n / 2) * 500,
  }),
);

describe("a least spread, in SQLite", () => {
  const dir = mkdtempSync(join(tmpdir(), "tandem-wide-"));
  let stores: SqliteStores;
  beforeAll(async () => {
    stores = await openSqlite({ dir, log: createRecordedLog(), clock: createFakeTime(0).clock });
    await stores.opportunities.save({ opportunities: rows, windows: [] });
  });
  afterAll(async () => {
    await stores.close();
    rmSync(dir, { recursive: true });
  });

  const filters: readonly Omit<OpportunityQuery, "limit">[] = [
    {},
    { asset: "JUP-USD" },
    { direction: "dex_to_cex" },
    { asset: "SOL-USD", direction: "cex_to_dex" },
  ];
  // Few that are wide are found by their spread, many by their time; around the seam between the two nothing changes.
  const least = [0n, 1_999_000n, 1_999_001n, 2_001_000n, 6_990_000n, 7_000_000n];

  it.each(least)("of %s lists the same rows in the same order, page by page", async (minSpreadPct) => {
    for (const filter of filters) {
      const expected = expectedIds({ ...filter, minSpreadPct });
      expect(await listedIds({ ...filter, minSpreadPct })).toEqual(expected);
    }
  });

  async function listedIds(query: Omit<OpportunityQuery, "limit">): Promise<string[]> {
    const found: string[] = [];
    let cursor: PageKey | null = null;
    do {
      const page = await stores.opportunities.listOpportunities({
        ...query,
        limit: 999,
        ...(cursor === null ? {} : { cursor }),
      });
      found.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return found;
  }
});

function expectedIds({ asset, direction, minSpreadPct = 0n }: Omit<OpportunityQuery, "limit">): string[] {
  return rows
    .filter((row) => row.spreadPct >= minSpreadPct)
    .filter((row) => asset === undefined || row.asset === asset)
    .filter((row) => direction === undefined || row.direction === direction)
    .map(({ id }) => id)
    .toReversed();
}
