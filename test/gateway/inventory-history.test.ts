import { afterEach, describe, expect, it } from "vitest";
import type { InventorySnapshot, SnapshotBalance } from "#ledger";
import { ConnectivityError } from "#model";
import { inventoryHistory } from "#wire";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const MINUTE_MS = 60_000;
/** What the gateway's clock says in these tests. */
const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

function held(changes: Partial<SnapshotBalance> = {}): SnapshotBalance {
  return {
    ...{
      venue: "gemini",
      asset: "SOL",
      total: 2n * 10n ** 18n + 1n,
      available: 0n,
      reserved: 0n,
      inFlight: 0n,
    },
    ...{ valueUsd: 300_000_000_001n },
    ...changes,
  };
}

/** As a store answers: newest first, strictly before. */
function storeOf(snapshots: readonly InventorySnapshot[]) {
  const calls = { count: 0 };
  const newestFirst = [...snapshots].sort((a, b) => b.atMs - a.atMs);
  const listSnapshots = async ({
    limit,
    beforeMs = Number.MAX_SAFE_INTEGER,
  }: {
    limit: number;
    beforeMs?: number;
  }) => {
    calls.count += 1;
    return newestFirst.filter(({ atMs }) => atMs < beforeMs).slice(0, limit);
  };
  return { calls, listSnapshots };
}

const minutesAgo = (minutes: number, balances = [held()]) => ({
  atMs: NOW_MS - minutes * MINUTE_MS,
  balances,
});

describe("GET /api/v1/inventory/history", () => {
  let test: TestGateway | undefined;
  afterEach(() => test?.gateway.close());

  const read = async (query: string, snapshots: readonly InventorySnapshot[]) => {
    test = await startGateway({ snapshots: storeOf(snapshots) });
    const answer = await test.app.inject(`/api/v1/inventory/history${query}`);
    expect(answer.statusCode).toBe(200);
    return inventoryHistory.parse(answer.json());
  };

  it("answers every snapshot of the range, oldest first, to the last digit", async () => {
    const unpriced = held({ venue: "solana", asset: "USDC", total: -1n, valueUsd: null });
    const both = [held(), unpriced];
    const { points, ...about } = await read("?range=1h", [
      minutesAgo(61),
      minutesAgo(2, both),
      minutesAgo(60),
      minutesAgo(0, both),
    ]);
    expect(about).toEqual({
      ...{ range: "1h", from: "2026-01-02T02:04:05.000Z", to: "2026-01-02T03:04:05.000Z" },
    });
    expect(points.map(({ timestamp }) => timestamp.slice(11, 16))).toEqual(["02:04", "03:02", "03:04"]);
    expect(points[2]).toEqual({
      ...{ timestamp: "2026-01-02T03:04:05.000Z", value_usd: "300.000000001" },
      balances: [
        { venue: "gemini", asset: "SOL", total: "2.000000000000000001", value_usd: "300.000000001" },
        { venue: "solana", asset: "USDC", total: "-0.000000000000000001", value_usd: null },
      ],
    });
  });

  it("has no value where nothing has a price, and no point where nothing was kept", async () => {
    const [point] = (await read("", [minutesAgo(1, [held({ valueUsd: null })])])).points;
    expect(point?.value_usd).toBeNull();
    await test?.gateway.close();
    expect((await read("", [])).points).toEqual([]);
  });

  it("takes the last of each part of a long time, each once, the newest among them", async () => {
    const month = Array.from({ length: 30 * 24 * 60 }, (_, minute) => minutesAgo(minute));
    const { points } = await read("?range=30d", month);
    expect(points).toHaveLength(120);
    const times = points.map(({ timestamp }) => Date.parse(timestamp));
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
    expect(new Set(times).size).toBe(120);
    expect(times.at(-1)).toBe(NOW_MS);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(2 * MINUTE_MS);
  });

  it("leaves out the parts in which nothing was running", async () => {
    const burst = Array.from({ length: 300 }, (_, minute) => minutesAgo(minute));
    const { points } = await read("?range=30d", [...burst, minutesAgo(29 * 24 * 60)]);
    expect(points.length).toBeGreaterThanOrEqual(2);
    expect(points.length).toBeLessThanOrEqual(4);
    expect(Date.parse(points[0]?.timestamp ?? "")).toBe(NOW_MS - 29 * 24 * 60 * MINUTE_MS);
  });

  it("refuses a range that there is not, and says 503 while the store is away", async () => {
    const away = async () => {
      throw new ConnectivityError("storage-away", "gone");
    };
    test = await startGateway({ snapshots: { listSnapshots: away } });
    expect((await test.app.inject("/api/v1/inventory/history?range=2h")).statusCode).toBe(422);
    const answer = await test.app.inject("/api/v1/inventory/history");
    expect([answer.statusCode, answer.json()]).toEqual([503, { detail: "Database not initialized" }]);
  });
});
