import { expect, it } from "vitest";
import { createMetrics } from "#gateway";
import { readConfig } from "../../src/system/config.ts";
import type { EngineHost } from "../../src/system/engine-host.ts";
import { openNotifications } from "../../src/system/notifications.ts";
import { aStatus, someOperations } from "../gateway/builders.ts";
import { eventually, FakeTime, recordingLog } from "../support/fake-time.ts";
import { startHttpReceiver } from "../support/http-receiver.ts";

const RISK = {
  ...{ pauses: [], observeOnly: false, day: "2026-11-26", dailyPnlUsd: 0n },
  limits: { stalenessMs: 10_000, dailyLossLimitUsd: 500_000_000_000n },
};

/** A host whose Gemini fell silent at the start while its socket stays up, with one trade in each phase. */
function aHost(phase: () => string): EngineHost {
  const trade = (id: string, isInjected: boolean) => ({
    phase: phase(),
    record: { id, asset: "SOL-USD", isInjected, statusReason: "no price", residual: 4n * 10n ** 17n },
  });
  const venue = (name: string, lastLivenessNs: number) => ({ venue: name, connected: true, lastLivenessNs });
  return {
    tradingView: () => ({ risk: RISK, openTrades: phase() === "over" ? 0 : 2 }),
    view: () => ({ venues: [venue("gemini", 0), venue("solana", Number.MAX_SAFE_INTEGER)] }),
    openTrades: () => [trade("trd-real", false), trade("trd-injected", true)],
  } as unknown as EngineHost;
}

it("tells a stranded trade unless it was injected, and a venue that is silent behind an open socket", async () => {
  await using receiver = await startHttpReceiver();
  const time = new FakeTime();
  const values = { NOTIFY_WEBHOOK_URL: receiver.url };
  const config = readConfig("live", { values, fileKeys: [], file: null });
  const metrics = createMetrics({
    status: () => aStatus(),
    operations: () => someOperations(),
    ...{ venues: [], assets: [] },
  });
  const tools = { clock: time, timers: time, random: () => 0.5, log: recordingLog() };
  let phase = "leg1";
  await using notifications = openNotifications({ config, metrics, ...tools });
  const titles = () => receiver.received.map(({ json }) => json.title);
  const turn = async (seconds: number, count: number) => {
    time.advance(seconds * 1_000);
    await eventually(`${count} messages`, () => receiver.received.length >= count);
    await eventually("they are counted", () => notifications.view().channels[0]?.sent === count);
  };
  const watching = notifications.watch({ host: aHost(() => phase), storageWorks: () => true });
  await turn(1, 1);
  phase = "stranded";
  await turn(1, 2);
  await turn(25, 3);
  phase = "over";
  await turn(1, 4);
  expect(titles()).toEqual([
    ...["Started", "Stranded: SOL-USD trd-real", "Venue away: gemini", "Resolved: SOL-USD trd-real"],
  ]);
  expect(receiver.received[1]?.json.text).toContain("0.4 SOL is left (no price)");
  watching[Symbol.dispose]();
  await eventually("the end is told", () => titles().at(-1) === "Stopping");
  expect(await metrics.render()).toContain('arb_notifications_total{channel="webhook",outcome="sent"}');
  expect(notifications.view()).toMatchObject({
    min_severity: "warning",
    channels: [{ channel: "webhook", configured: true, failed: 0 }, ...Array(3).fill({ configured: false })],
  });
});
