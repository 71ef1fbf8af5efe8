import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "#risk";
import { startStandIns } from "#sim";
import type { SqliteTradingStore } from "#storage";
import { readConfig } from "../../src/system/config.ts";
import { EngineHost } from "../../src/system/engine-host.ts";
import { openMarket } from "../../src/system/open-market.ts";
import type { OpenStores } from "../../src/system/open-stores.ts";
import type { TradingFloor } from "../../src/system/trading/trading-floor.ts";
import { recordingLog, scaledTime } from "../support/fake-time.ts";

const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]();
});

/** The exchange's REST side behind a door that is shut at first. */
async function shutDoor(rest: string) {
  let isOpen = false;
  let knocks = 0;
  const server = createServer((request, response) => {
    knocks += 1;
    if (!isOpen) {
      response.writeHead(503).end();
      return;
    }
    void fetch(new URL(request.url ?? "/", rest)).then(async (reply) =>
      response.writeHead(reply.status).end(await reply.text()),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({ [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    knocks: () => knocks,
    unlock: () => {
      isOpen = true;
    },
  };
}

async function aStandIn() {
  const standIns = await startStandIns({
    ...{ seed: 1, scenario: "calm", bases: ["SOL"], slotMs: 250, captureDir: null, faults: { faults: [] } },
    ...{ geminiPort: 0, solanaPort: 0 },
  });
  open.push({ [Symbol.asyncDispose]: () => standIns.stop() });
  return standIns;
}

function aHost(log: ReturnType<typeof recordingLog>, clock: ReturnType<typeof scaledTime>): EngineHost {
  const writer = {
    put: () => {},
    flush: async () => {},
    stats: () => ({ queued: 0, failing: false }),
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
  return new EngineHost({ clock, log, writer, onOpened: () => {} });
}

const EMPTY_JOURNAL = {
  readIdentity: async () => null,
  writeIdentity: async () => {},
  openings: async () => [],
  openTrades: async () => [],
  balances: async () => [],
  readRisk: async () => null,
  restoredBackup: async () => null,
} as unknown as SqliteTradingStore;
const FLOOR = { evidence: () => {}, connect: () => {} } as unknown as TradingFloor;

describe("opening the market", () => {
  it("starts the engine with the thresholds that were set while the exchange could not be reached", async () => {
    const standIns = await aStandIn();
    const door = await shutDoor(standIns.addresses.gemini.rest);
    const values = { ...standIns.addresses.env, GEMINI_BASE_URL: door.url, ASSET_LIST: "SOL-USD" };
    const config = readConfig("demo", { values, fileKeys: [], file: null });
    const [log, time] = [recordingLog(), scaledTime(10)];
    const host = aHost(log, time);
    let profitThresholdPct = 100_000n;
    const opportunities = { latestWindows: async () => [] };
    const opening = openMarket({
      ...{ config, clock: time, timers: time, random: () => 0.5, log, allowUnlisted: false, host },
      thresholds: () => ({ profitThresholdPct, minSpreadPct: 0n }),
      stores: { opportunities, trades: { countTrades: async () => 0 } } as unknown as OpenStores,
      watch: { works: () => true, now: async () => {}, alsoOnce() {}, [Symbol.asyncDispose]: async () => {} },
      ...{ journalStore: EMPTY_JOURNAL, floor: FLOOR, limits: DEFAULT_LIMITS, observeOnly: false },
    });
    while (door.knocks() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    profitThresholdPct = 700_000n;
    door.unlock();
    open.push(await opening);
    expect(host.view()?.thresholds.profitThresholdPct).toBe(700_000n);
  });
});
