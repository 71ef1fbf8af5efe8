import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { type GeminiStandIn, startGeminiReplay } from "../../sim/gemini/index.ts";
import { parseRecording } from "../../sim/gemini/replay/recording.ts";
import { applyDepth, isDepth, naiveBook, sortedLevels } from "./naive-book.ts";
import { connect, type SocketClient } from "./socket-client.ts";

const OWN = fileURLToPath(new URL("../fixtures/gemini-recording.tsv", import.meta.url));
const CAPTURE = fileURLToPath(
  new URL("../../../shared/data/gemini/gemini_v3_btcusd_perps_2026-09-30.tsv", import.meta.url),
);

/** Frames of a file as text, without the recorded replies. */
function marketFrames(file: string): string[] {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines
    .map((line) => line.slice(line.indexOf("\t") + 1))
    .filter((frame) => !frame.startsWith('{"id"'));
}

describe("a recording that is played back", () => {
  let venue: GeminiStandIn;
  const clients: SocketClient[] = [];
  async function aReplay(tsvFile: string, speed: number): Promise<GeminiStandIn> {
    venue = await startGeminiReplay({ tsvFile, speed });
    return venue;
  }
  async function aClient(snapshot = "-1"): Promise<SocketClient> {
    const client = await connect(venue.wsUrl, snapshot);
    clients.push(client);
    return client;
  }
  const subscription = (...symbols: string[]) => ({
    id: "sub",
    method: "subscribe",
    params: symbols.flatMap((symbol) => [`${symbol}@depth@100ms`, `${symbol}@bookTicker`, `${symbol}@trade`]),
  });
  const market = (frames: readonly string[]) => frames.filter((frame) => !frame.startsWith('{"id"'));
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await venue.stop();
  });

  it("gives each client every frame verbatim, in order, at the recorded pace, from its start", async () => {
    await aReplay(OWN, 1);
    for (let turn = 0; turn < 2; turn += 1) {
      const client = await aClient();
      const startMs = performance.now();
      client.send(subscription("btcusd", "btcgusdperp"));
      await client.until((frames) => market(frames).length === marketFrames(OWN).length);
      expect(performance.now() - startMs).toBeGreaterThan(190);
      expect(market(client.frames)).toEqual(marketFrames(OWN));
    }
  });

  it("plays only what was subscribed, and a symbol anew when it is subscribed again", async () => {
    await aReplay(OWN, 20);
    const client = await aClient();
    client.send({ id: 1, method: "subscribe", params: ["btcusd@depth@100ms"] });
    const depths = marketFrames(OWN).filter((frame) => isDepth(frame) && frame.includes('"s":"btcusd"'));
    await client.until((frames) => market(frames).length === depths.length);
    expect(market(client.frames)).toEqual(depths);
    client.send({ id: 2, method: "unsubscribe", params: ["btcusd@depth@100ms"] });
    client.send({ id: 3, method: "subscribe", params: ["btcusd@depth@100ms"] });
    await client.until((frames) => market(frames).length === 2 * depths.length);
    expect(market(client.frames).slice(depths.length)).toEqual(depths);
  });

  it("stays where it ended and answers depth from what was played", async () => {
    await aReplay(OWN, 20);
    const client = await aClient();
    client.send(subscription("btcusd", "btcgusdperp"));
    await client.until((frames) => market(frames).length === marketFrames(OWN).length);
    client.send({ id: "d", method: "depth", params: { symbol: "BTCUSD" } });
    await client.until((frames) => frames.some((frame) => frame.startsWith('{"id":"d"')));
    const reply = JSON.parse(client.frames.find((frame) => frame.startsWith('{"id":"d"'))!);
    expect(reply.result).toEqual({
      lastUpdateId: 1040,
      bids: [["83361.25000", "0.0043000000"]],
      asks: [
        ["83361.26000", "0.0122571700"],
        ["83365.00000", "1.0000000000"],
        ["83370.00000", "0.5000000000"],
        ["9000000000000.00000", "0.0000100000"],
      ],
    });
    expect(venue.book("btcgusdperp").bids).toEqual([["83390.500", "0.1211"]]);
    expect(venue.topAt("btcusd", 1030)).toMatchObject({ bid: "83361.25000", bidSize: "0.0043000000" });
    expect(venue.topAt("btcusd", 1035)).toBeUndefined();
  });

  it("lists the recorded symbols alone, with known steps or the digits of their frames", async () => {
    await aReplay(OWN, 20);
    const details = async (symbol: string) =>
      (await fetch(`${venue.restUrl}/v1/symbols/details/${symbol}`)).text();
    expect(venue.symbols).toEqual(["btcgusdperp", "btcusd"]);
    expect(await details("btcusd")).toContain('"tick_size":0.00000001,"quote_increment":0.01,');
    expect(await details("btcgusdperp")).toContain('"tick_size":0.0001,"quote_increment":0.001,');
    expect(await details("solusd")).toContain("InvalidSymbol");
    const client = await aClient();
    client.send({ id: 1, method: "subscribe", params: ["btcusd@trade", "solusd@trade"] });
    await client.until((frames) => frames.length === 1);
    expect(client.frames[0]).toContain("-1013");
  });

  it("leaves the snapshot out for a client who asked for none", async () => {
    await aReplay(OWN, 20);
    const client = await aClient("0");
    client.send({ id: 1, method: "subscribe", params: ["btcgusdperp@depth@100ms"] });
    await client.until((frames) => market(frames).length === 1);
    expect(JSON.parse(market(client.frames)[0]!).u).toBe(1050);
  });

  it("refuses a file that is no recording, naming the line", () => {
    expect(() => parseRecording("1\t{}\nhello")).toThrow(/line 2/);
    expect(() => parseRecording("1\t{oops")).toThrow(/line 1/);
  });

  it.skipIf(!existsSync(CAPTURE))(
    "plays the production capture of 200 market frames (needs ../shared/data)",
    async () => {
      await aReplay(CAPTURE, 20);
      const client = await aClient();
      client.send(subscription("btcusd", "btcgusdperp", "ethgusdperp"));
      await client.until((frames) => market(frames).length === 200, 10_000);
      expect(market(client.frames)).toEqual(marketFrames(CAPTURE));
      const book = naiveBook();
      for (const frame of client.frames)
        if (isDepth(frame) && frame.includes('"s":"btcusd"')) applyDepth(book, frame);
      expect(book.gaps).toBe(0);
      expect(book.stale).toBe(1);
      const truth = venue.book("btcusd");
      expect(truth.lastUpdateId).toBe(book.lastId);
      expect(sortedLevels(book)).toEqual({ bids: truth.bids, asks: truth.asks });
    },
  );
});
