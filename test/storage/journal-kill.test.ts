import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { openTradingStore } from "#storage";
import { realTime, recordingLog } from "../support/fake-time.ts";
import { STEPS_A_TRADE } from "./journal-child.ts";

const ROUNDS = 12;
const CHILD = fileURLToPath(new URL("./journal-child.ts", import.meta.url));

/** Appends in a process of its own until it is killed; answers the numbers that it printed as durable. */
async function appendUntilKilled(dir: string, afterMs: number): Promise<number[]> {
  const child = spawn(process.execPath, [CHILD, dir, "append"], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (output === "") setTimeout(() => child.kill("SIGKILL"), afterMs);
    output += text;
  });
  await ended;
  const [first, ...lines] = output.split("\n").slice(0, -1);
  expect(first).toBe("open");
  return lines.map(Number);
}

it("shows every step that was durable, whole and without a hole, after a SIGKILL at any moment", async () => {
  const dir = mkdtempSync(join(tmpdir(), "tandem-kill-"));
  const durable: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // The child's own start is the proof that the lock and the half-written end of the last run are no obstacle.
    durable.push(...(await appendUntilKilled(dir, Math.random() * 120)));
    await using store = await openTradingStore({ dir, log: recordingLog(), clock: realTime });
    const last = Number((await store.readRisk()) ?? -1);
    expect(last).toBeGreaterThanOrEqual(durable.at(-1) ?? -1);
    const open = await store.openTrades();
    const trades = Math.ceil((last + 1) / STEPS_A_TRADE);
    const rest = (last + 1) % STEPS_A_TRADE;
    expect(open.map(({ tradeId, records }) => [tradeId, records.length])).toEqual(
      rest === 0 ? [] : [[`t${trades - 1}`, rest]],
    );
    // 1 + 2 + ... for each step that is there: balances and transfers were committed with their records.
    const sum = (BigInt(last + 1) * BigInt(last + 2)) / 2n;
    const gemini = (await store.balances()).find(({ account }) => account === "gemini");
    expect(gemini?.amount ?? 0n).toBe(sum);
  }
  expect(durable.length).toBeGreaterThan(ROUNDS);
  expect(new Set(durable).size).toBe(durable.length);
  await using store = await openTradingStore({ dir, log: recordingLog(), clock: realTime });
  for (const n of durable) {
    const tradeId = `t${Math.floor(n / STEPS_A_TRADE)}`;
    const seq = (n % STEPS_A_TRADE) + 1;
    expect((await store.recordsOf(tradeId))[seq - 1]?.body).toBe(`{"step":${seq}}`);
  }
  rmSync(dir, { recursive: true });
}, 120_000);

it.skipIf(process.platform === "win32")(
  "promises nothing that a full disk did not take, and has all that it promised",
  async () => {
    const dir = mkdtempSync(join(tmpdir(), "tandem-full-"));
    // No file may grow beyond 1 MiB (2,048 blocks of 512 bytes, or 2 MiB where the shell counts in KiB).
    const command = `ulimit -f 2048; exec "${process.execPath}" "${CHILD}" "${dir}" fill`;
    const child = spawn("sh", ["-c", command], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    await once(child, "close");
    const lines = output.trimEnd().split("\n");
    expect(lines.at(-1)).toBe("ConnectivityError");
    const promised = lines.length - 1;
    expect(promised).toBeGreaterThan(STEPS_A_TRADE);
    await using store = await openTradingStore({ dir, log: recordingLog(), clock: realTime });
    expect(Number(await store.readRisk())).toBe(promised - 1);
    const sum = (BigInt(promised) * BigInt(promised + 1)) / 2n;
    expect(await store.balances()).toContainEqual({ account: "gemini", asset: "SOL", amount: sum });
    rmSync(dir, { recursive: true });
  },
);
