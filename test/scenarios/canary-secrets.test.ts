import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Operator, operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";
import { freePort, startMain, startTandem } from "../support/tandem-process.ts";

/** Values that stand nowhere else, so that finding one anywhere is a leak. */
const HELIUS = "canary-helius-7f3a91c2";
const MONGO = "canary-mongo%2Dp4ss";
const JWT = "canary-jwt-5d0b7e44-0123456789abcdef0123456789";
/** Whoever is to be told cannot be reached, and that is told. */
const NOTIFY: Readonly<Record<string, string>> = {
  NOTIFY_WEBHOOK_URL: "http://127.0.0.1:1/canary-webhook-51b0",
  NOTIFY_WEBHOOK_SECRET: "canary-signature-9d72c4aa",
  NOTIFY_SLACK_URL: "http://127.0.0.1:1/services/canary-slack-77e1",
  NOTIFY_TELEGRAM_TOKEN: "1234567:canary-telegram-2c90",
  NOTIFY_SMTP_URL: "smtp://tandem:canary-mail-e04f@127.0.0.1:1",
};
const NOTIFIED = {
  NOTIFY_MIN_SEVERITY: "info",
  ...{ NOTIFY_TELEGRAM_CHAT: "1", NOTIFY_TELEGRAM_URL: "http://127.0.0.1:1" },
  ...{ NOTIFY_EMAIL_FROM: "tandem@desk.example", NOTIFY_EMAIL_TO: "ada@desk.example" },
};

const READS = [
  ...[
    "/api/v1/status",
    "/api/v1/opportunities",
    "/api/v1/trades",
    "/api/v1/trades/export",
    "/api/v1/windows",
  ],
  ...["/api/v1/inventory", "/api/v1/risk", "/api/v1/audit", "/api/metrics", "/openapi.json", "/docs"],
  ...[
    "/api/v1/settings",
    "/api/v1/trades/nothing",
    "/api/v1/opportunities?limit=x",
    "/api/v1/nothing",
    "/api/%zz",
  ],
];
const WRITES: readonly [method: string, path: string, body?: string][] = [
  ["POST", "/api/v1/controls/pause", '{"reason":"canary"}'],
  ["POST", "/api/v1/controls/resume"],
  ["POST", "/api/v1/controls/live-trading", "{}"],
  ["POST", "/api/v1/test/inject-opportunity?spread_pct=3.0"],
  ["PATCH", "/api/v1/risk", '{"max_position_size_usd":"900"}'],
  ["PATCH", "/api/v1/risk", "{not json"],
];

/** As written, and as it might have been written by something on the way. */
function shapesOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString("hex"),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ];
}

describe("secrets of a whole run", () => {
  let venues: StandInsProcess;
  let operator: Operator;
  let walletText = "";
  /** Everything that came out of it, by where. */
  const seen = new Map<string, string>();

  beforeAll(async () => {
    venues = await startStandInsProcess();
    walletText = readFileSync(venues.env.SOLANA_KEYPAIR ?? "", "utf8");
    operator = await operate(["run", "--mode", "demo"], {
      ...{ ...NOTIFY, ...NOTIFIED },
      ...{ ...venues.env, HELIUS_API_KEY: HELIUS, JWT_SECRET_KEY: JWT, LOG_LEVEL: "debug" },
    });
    await operator.trading();
    const frames: string[] = [];
    const socket = new WebSocket(`${operator.api.replace("http", "ws")}/api/ws`);
    socket.addEventListener("message", ({ data }) => frames.push(String(data)));
    await operator.until(async () => (await operator.trades()).length >= 3, 60_000, "three trades");
    for (const path of READS) seen.set(path, await textOf("GET", path));
    const [trade] = await operator.trades();
    seen.set("a trade", await textOf("GET", `/api/v1/trades/${trade?.id}`));
    for (const [method, path, body] of WRITES)
      seen.set(`${method} ${path}`, await textOf(method, path, body));
    // A key that is refused, and a venue that is gone, are when libraries like to print what they were given.
    await venues.inject({ kind: "revoke-key", venue: "gemini", key: "trader", atMs: 0, forMs: 0 });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await venues[Symbol.asyncDispose]();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    seen.set("status without venues", await textOf("GET", "/api/v1/status"));
    seen.set("the stream", frames.join("\n"));
    socket.close();
    await operator.stop("SIGTERM");
    seen.set("standard output", operator.process.stdout());
    seen.set("the log", operator.log());
    for (const name of readdirSync(operator.dataDir).filter((name) => /\.db(-wal)?$/.test(name)))
      seen.set(name, readFileSync(join(operator.dataDir, name), "latin1"));
  }, 180_000);

  afterAll(async () => {
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
  });

  async function textOf(method: string, path: string, body?: string): Promise<string> {
    const headers = { "content-type": "application/json", authorization: `Bearer ${JWT}` };
    const response = await fetch(operator.api + path, {
      ...{ method, headers },
      ...(body === undefined ? {} : { body }),
    });
    return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`;
  }

  it("were really in use, and what was searched is really there", () => {
    expect(seen.get("the log")).toContain("Executing");
    for (const channel of ["webhook", "slack", "telegram", "email"])
      expect(seen.get("the log")).toContain(`do not reach their receiver channel=${channel}`);
    expect(seen.get("the stream")?.length).toBeGreaterThan(1_000);
    expect(seen.get("/api/metrics")).toContain("arb_");
    expect([...seen.keys()]).toEqual(expect.arrayContaining(["arbitrage.db", "trading.db"]));
    expect(seen.size).toBeGreaterThan(READS.length + WRITES.length);
  });

  it.each([
    ...["GEMINI_API_KEY", "GEMINI_API_SECRET", "HELIUS_API_KEY", "JWT_SECRET_KEY", "SOLANA_KEYPAIR"],
    ...Object.keys(NOTIFY),
  ])("%s stands in no log, answer, metric, frame or database", (key) => {
    for (const secret of secretsOf(key))
      for (const shape of shapesOf(secret))
        for (const [where, text] of seen)
          if (text.includes(shape)) throw new Error(`${key} stands in ${where}`);
  });

  function secretsOf(key: string): readonly string[] {
    if (key === "HELIUS_API_KEY") return [HELIUS];
    if (key === "JWT_SECRET_KEY") return [JWT];
    const canary = /canary-[\w-]+/.exec(NOTIFY[key] ?? "")?.[0];
    if (canary !== undefined) return [canary];
    if (key !== "SOLANA_KEYPAIR") return [venues.env[key] ?? ""];
    const bytes: number[] = JSON.parse(walletText);
    const secret = Buffer.from(bytes.slice(0, 32));
    return [
      bytes.slice(0, 32).join(","),
      secret.toString("hex"),
      secret.toString("base64").replace(/=+$/, ""),
    ];
  }

  it("MONGO_URL's password stands nowhere, while nobody answers at its address and each call says so", async () => {
    const env = { MONGO_URL: `mongodb://tandem:${MONGO}@127.0.0.1:${await freePort()}/arbitrage` };
    await using away = await operate(["run", "--mode", "demo"], { ...env, LOG_LEVEL: "debug" });
    const paths = ["trades", "opportunities", "status", "risk", "audit"];
    const answers = await Promise.all(paths.map((path) => away.get(`/${path}`)));
    expect(answers[0]).toMatchObject({ status: 503, body: { detail: "Database not initialized" } });
    const metrics = await (await fetch(`${away.api}/api/metrics`)).text();
    await away.stop("SIGTERM");
    expect(away.log()).toContain("Database not initialized");
    const text = [JSON.stringify(answers), metrics, away.log(), away.process.stdout()].join("\n");
    for (const shape of [...shapesOf(MONGO), ...shapesOf(decodeURIComponent(MONGO))])
      expect(text.includes(shape)).toBe(false);
  });

  it("a MONGO_URL that is none stops the start without being shown", async () => {
    await using tandem = startMain(["run", "--mode", "demo"], { MONGO_URL: `mongo://tandem:${MONGO}@desk` });
    expect(await tandem.exited(30_000)).toBe(2);
    expect(tandem.stderr()).toContain("MONGO_URL");
    expect(tandem.stdout() + tandem.stderr()).not.toContain("canary");
  });

  it("a file that holds some and is open to others stops the start without showing one", async () => {
    const file = join(operator.dataDir, "open.env");
    writeFileSync(file, `GEMINI_API_KEY=${HELIUS}\nGEMINI_API_SECRET=${JWT}\n`, { mode: 0o644 });
    await using tandem = startTandem(["run", "--mode", "observe", "--env-file", file]);
    expect(await tandem.exited(30_000)).toBe(2);
    expect(tandem.stderr()).toContain("chmod 600");
    expect(tandem.stdout() + tandem.stderr()).not.toContain(HELIUS);
  });
});
