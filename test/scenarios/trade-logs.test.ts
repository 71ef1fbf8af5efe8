import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TradeDetail } from "#wire";
import { examine } from "../../src/system/doctor/index.ts";
import { type Operator, operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";
import { freePort, startMain } from "../support/tandem-process.ts";

/** One trade of a demo, told by its journal, its ledger and the log, while the process runs and after its end. */
describe("what happened to a trade", () => {
  let venues: StandInsProcess;
  let operator: Operator;
  let trade: TradeDetail;
  let consolePort = "";

  beforeAll(async () => {
    venues = await startStandInsProcess({ slotMs: 100 });
    consolePort = String(await freePort());
    operator = await operate(["run", "--mode", "demo"], { ...venues.env, CONSOLE_PORT: consolePort });
    const closed = async () =>
      (await operator.trades()).find(({ status, closed_at }) => status === "completed" && closed_at !== null);
    const { id } = await operator.until(closed, 90_000, "a completed trade");
    trade = await operator.trade(id);
  }, 150_000);

  afterAll(async () => {
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
  });

  async function logs(...args: readonly string[]) {
    await using tandem = startMain(["logs", "--data-dir", operator.dataDir, ...args]);
    const code = await tandem.exited(30_000);
    return { code, stdout: tandem.stdout(), stderr: tandem.stderr() };
  }
  const entriesOf = (stdout: string) =>
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

  it("is told by the running process: every step, both attempts and what was booked, in time order", async () => {
    const { code, stdout, stderr } = await logs("--trade", trade.id, "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const entries = entriesOf(stdout);
    const times = entries.map(({ at }) => at);
    expect(times).toEqual(times.toSorted());
    const of = (source: string) => entries.filter((entry) => entry.source === source);
    expect(of("journal")[0]).toMatchObject({ seq: 1, kind: "plan", event: { plan: { tradeId: trade.id } } });
    expect(of("journal").map(({ seq }) => seq)).toEqual(of("journal").map((_, index) => index + 1));
    expect(of("attempt")).toMatchObject(
      trade.legs.map(({ venue, order_id, state }) => ({
        ...{ venue, phase: state, orderId: order_id },
        ...(venue === "solana" ? { signature: trade.dex_tx_sig } : { clientOrderId: expect.any(String) }),
      })),
    );
    expect(
      of("ledger")
        .map(({ id }) => id)
        .sort(),
    ).toEqual(trade.transfers.map(({ id }) => id).sort());
    expect(stdout).not.toContain('"wire"');
    expect(operator.log()).not.toContain('"records"');
  });

  it("lets the doctor find ports and databases held by the Tandem of this folder, which is no fault", async () => {
    const port = new URL(operator.api).port;
    const findings = await examine({
      ...{ mode: "demo", envFile: undefined, dataDir: operator.dataDir, onWaiting() {} },
      processEnv: { ...venues.env, PORT: port, CONSOLE_PORT: consolePort },
    });
    expect(findings.filter(({ state }) => state === "failed" || state === "warning")).toEqual([]);
    const held = expect.stringMatching(/^held by the running Tandem, process \d+$/);
    for (const check of [`port ${port}`, "database trading.db"])
      expect(findings).toContainEqual({ check, state: "ok", seen: held, advice: null });
    const socket = findings.find(({ check }) => check === "Gemini key's socket");
    expect(socket?.state).toBe("skipped");
  });

  it("is told the same after the end of the process, with the lines of its logs, rotated and packed ones too", async () => {
    const running = await logs("--trade", trade.id, "--json");
    await operator.stop("SIGKILL");
    expect(await logs("--trade", trade.id, "--json")).toEqual(running);

    const lines = operator.log().split("\n");
    const [first, second] = [Math.floor(lines.length / 3), Math.floor((2 * lines.length) / 3)];
    const log = join(operator.dataDir, "backend.err.log");
    writeFileSync(`${log}.2.gz`, gzipSync(lines.slice(0, first).join("\n")));
    writeFileSync(`${log}.1`, lines.slice(first, second).join("\n"));
    writeFileSync(log, `${lines.slice(second).join("\n")}\nanother-${trade.id}x is another trade\n`);
    const { code, stdout } = await logs("--trade", trade.id, "--file", log);
    const logged = stdout.split("\n").filter((line) => / log {6}/.test(line));
    const names = [trade.id, trade.opportunity_id, trade.cex_order_id, trade.dex_tx_sig];
    const isNamed = (line: string) => names.some((name) => name !== null && line.includes(name));
    expect(logged).toHaveLength(lines.filter(isNamed).length);
    for (const words of ["spread detected", "Executing"]) expect(logged.join("\n")).toContain(words);
    expect(code).toBe(0);
  });

  it("is asked for in vain where there is no such trade or no such log", async () => {
    const unknown = await logs("--trade", "no-such-trade");
    expect(unknown).toMatchObject({ code: 1, stdout: "" });
    expect(unknown.stderr).toMatch(/^tandem: no trade no-such-trade in the journal of /);
    expect(await logs("--trade", trade.id, "--file", "/nowhere/x.log")).toMatchObject({
      ...{ code: 2, stdout: "" },
      stderr: "tandem: --file /nowhere/x.log: no such file\n",
    });
    expect((await logs()).code).toBe(2);
  });
});
