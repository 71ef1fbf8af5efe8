import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startHttpReceiver } from "../support/http-receiver.ts";
import { CAPTURES, hasCaptures } from "../support/paths.ts";
import { freePort, startTandem } from "../support/tandem-process.ts";
import { until } from "../support/until.ts";

const CAPTURE = join(CAPTURES, "gemini/gemini_v3_btcusd_perps_2026-09-30.tsv");
const DUMP = join(CAPTURES, "solana/orca-eos365795240/eos365795240.dump.csv");

async function outcome(args: string[], env: Record<string, string> = {}, stdin?: string) {
  await using tandem = startTandem(args, env, stdin);
  const code = await tandem.exited(40_000);
  return { code, stdout: tandem.stdout(), lastLine: tandem.stderr().trimEnd().split("\n").at(-1) ?? "" };
}

describe("the command line", () => {
  it("explains itself and uses exit codes that a script can use", async () => {
    const help = await outcome(["--help"]);
    expect(help.code).toBe(0);
    for (const word of ["tandem start", "tandem inspect", "PROFIT_THRESHOLD_PCT", "Exit codes"])
      expect(help.stdout).toContain(word);
    expect((await outcome(["strat"])).code).toBe(2);
    expect(await outcome(["inspect"])).toMatchObject({ code: 2 });
    expect(await outcome(["inspect", "/no/such/file"])).toMatchObject({
      code: 2,
      lastLine: expect.stringContaining("/no/such/file: no such file"),
    });
    expect(await outcome(["run", "--mode", "sideways"])).toMatchObject({
      code: 2,
      lastLine: expect.stringContaining("--mode"),
    });
  });

  it.each([
    ["PORT", "99999"],
    ["PORT", "80a"],
    ["MAX_POSITION_USD", "NaN"],
    ["MAX_POSITION_USD", "-5"],
    ["PROFIT_THRESHOLD_PCT", "1e99"],
    ["SOLANA_POLL_SEC", "0"],
    ["OBSERVE_ONLY", "maybe"],
    ["ASSET_LIST", "SOL-EUR"],
    ["ASSET_LIST", "SOL-USD,SOL-USD"],
    ["ORCA_SOL_USDC_POOL", "not-an-address!"],
    ["GEMINI_WS_URL", "gemini"],
    ["LOG_LEVEL", "loud"],
    ["HOST", "0.0.0.0"],
  ])("refuses %s=%s with one line that names the key", async (key, value) => {
    const refused = await outcome(["run", "--mode", "observe"], { [key]: value });
    expect(refused.code).toBe(2);
    expect(refused.lastLine).toMatch(new RegExp(`^tandem: ${key}`));
  });

  it("tries each channel of notifications, and says what to set where there is none", async () => {
    expect(await outcome(["notify", "test"])).toMatchObject({
      ...{ code: 2, stdout: "", lastLine: expect.stringMatching(/nobody is told: set NOTIFY_WEBHOOK_URL/) },
    });
    await using receiver = await startHttpReceiver();
    const webhook = { NOTIFY_WEBHOOK_URL: receiver.url };
    expect(await outcome(["notify", "test"], webhook)).toMatchObject({ code: 0, stdout: "webhook: taken\n" });
    expect(receiver.received[0]?.json).toMatchObject({ mode: "test", title: "Test message" });
    const both = await outcome(["notify", "test"], { ...webhook, NOTIFY_SLACK_URL: "http://127.0.0.1:1/x" });
    expect(both.code).toBe(1);
    expect(both.stdout).toMatch(/^webhook: taken\nslack: not taken: no answer \([\w ]+\)\n$/);
  });

  it("names the key that a misspelt one most likely means, and never prints a secret", async () => {
    await using tandem = startTandem(["run", "--mode", "observe", "--env-file", "typo.env"], {
      GEMINI_API_SECRET: "canary-secret",
      SOLANA_RPC_URL: "ftp://host/?api-key=canary-secret",
    });
    writeFileSync(join(tandem.folder, "typo.env"), "DAILY_LOS_LIMIT_USD=100\n");
    expect(await tandem.exited()).toBe(2);
    expect(tandem.stderr()).toContain("DAILY_LOSS_LIMIT_USD");
    expect(tandem.stderr()).not.toContain("canary");
  });

  it("names what is wrong in a fault plan, and where", async () => {
    await using tandem = startTandem(["sim", "--faults", "plan.json"]);
    writeFileSync(
      join(tandem.folder, "plan.json"),
      '{"faults":[{"kind":"drop","venue":"gemini","atMs":"soon"}]}',
    );
    expect(await tandem.exited()).toBe(2);
    expect(tandem.stderr()).toMatch(/--faults plan\.json: faults\.0\.atMs: /);
  });

  it.skipIf(process.platform !== "linux")(
    "stops in good order although Ctrl-C in a terminal reaches every process of the group",
    async () => {
      await using tandem = startTandem(["start"], {
        PORT: String(await freePort()),
        CONSOLE_PORT: String(await freePort()),
      });
      await tandem.printed("Console: http", 60_000);
      const engine = childrenOf(tandem.child.pid ?? 0)[0] ?? 0;
      for (const pid of [engine, tandem.child.pid ?? 0, engine]) process.kill(pid, "SIGINT");
      expect(await tandem.exited()).toBe(130);
      expect(tandem.stderr()).not.toContain("ended by");
    },
  );

  it.skipIf(process.platform !== "linux")("leaves nothing running when its launcher is killed", async () => {
    await using tandem = startTandem(["start"], {
      PORT: String(await freePort()),
      CONSOLE_PORT: String(await freePort()),
    });
    await tandem.printed("Console: http", 60_000);
    const engine = childrenOf(tandem.child.pid ?? 0);
    const below = [...engine, ...engine.flatMap(childrenOf)];
    expect(below.length).toBeGreaterThanOrEqual(2);
    tandem.child.kill("SIGKILL");
    await until(() => below.every((pid) => !existsSync(`/proc/${pid}`)), 15_000);
  });

  it("never takes the demo to real venues, whatever a forgotten .env names", async () => {
    await using tandem = startTandem(["run", "--mode", "demo", "--env-file", "real.env"], {
      PORT: String(await freePort()),
    });
    const real = "GEMINI_WS_URL=wss://ws.gemini.com\nSOLANA_RPC_URL=https://api.mainnet-beta.solana.com\n";
    writeFileSync(join(tandem.folder, "real.env"), real);
    await tandem.printed("not the configured ones keys=GEMINI_WS_URL,SOLANA_RPC_URL", 60_000);
    await tandem.printed(/SOL-USD prices: CEX bid=1\d\d\./, 30_000);
  });

  it("says which port is taken and by which key to move it", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const port = String((taken.address() as { port: number }).port);
    const refused = await outcome(["start"], { PORT: port, CONSOLE_PORT: String(await freePort()) });
    taken.close();
    expect(refused).toMatchObject({ code: 2, lastLine: expect.stringContaining(`PORT`) });
    expect(refused.lastLine).toContain(port);
  });

  it.each(["/proc/nowhere", "/dev/null/data"])(
    "says that %s cannot be used as storage folder",
    async (folder) => {
      const refused = await outcome(["start"], {
        DATA_DIR: folder,
        PORT: String(await freePort()),
        CONSOLE_PORT: String(await freePort()),
      });
      expect(refused).toMatchObject({ code: 2, lastLine: expect.stringContaining("DATA_DIR") });
    },
  );

  it("refuses a pool of the wrong program or mints before anything is priced", async () => {
    await using sim = startTandem(["sim", "--seed", "3", "--write-env", "sim.env"]);
    await sim.printed('"truth"');
    const wrong = {
      ORCA_SOL_USDC_POOL: "So11111111111111111111111111111111111111112",
      PORT: String(await freePort()),
    };
    const refused = await outcome(
      ["run", "--mode", "observe", "--env-file", join(sim.folder, "sim.env")],
      wrong,
    );
    expect(refused.code).toBe(2);
    expect(refused.lastLine).toContain("SOL-USD");
    expect(refused.lastLine).toContain(wrong.ORCA_SOL_USDC_POOL);
  });

  it.skipIf(!hasCaptures)("inspects the real capture to its known truths", async () => {
    const { code, stdout } = await outcome(["inspect", CAPTURE]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      frames: { depth: 92, ticker: 105, trade: 3, control: 3 },
      applied: 91,
      contiguous: 88,
      stale: 1,
      gaps: 0,
      crossed: 0,
      refused: 0,
      ignored: 0,
      clipped: 2,
      ticker: { compared: 13, agreed: 13 },
    });
  });

  it.skipIf(!hasCaptures)("answers quotes one by one, bad requests among them", async () => {
    const pool = "4HppGTweoGQ8ZZ6UcCgwJKfi5mJD9Dqwy6htCpnbfBLW";
    const requests = [
      { pool, a_to_b: true, exact_in: true, amount: "20000000", timestamp: 1757467270 },
      { pool, a_to_b: true, exact_in: true, amount: "20000000" },
      { pool: "nowhere", a_to_b: true, exact_in: true, amount: "1" },
    ];
    const input = `${requests.map((request) => JSON.stringify(request)).join("\n")}\nnot json\n`;
    const { code, stdout } = await outcome(["quote", "--accounts", DUMP], {}, input);
    const answers = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(answers).toHaveLength(4);
    expect(answers[0]).toMatchObject({ amount_in: "20000000", amount_out: "4325437", fee: "9100" });
    for (const answer of answers.slice(1)) expect(answer).toHaveProperty("error");
  });
});

/** Processes whose parent is `pid`; none where there is no /proc. */
function childrenOf(pid: number): number[] {
  if (!existsSync("/proc")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1] === String(pid);
      } catch {
        return false;
      }
    })
    .map(Number);
}
