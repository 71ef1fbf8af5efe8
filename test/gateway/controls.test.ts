import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import type { Controls } from "#gateway";
import { ConnectivityError, InputError, RejectedError } from "#model";
import {
  auditPage,
  errorBody,
  type InventoryRow,
  inventory,
  observeOnly,
  paused,
  resumed,
  riskOverview,
} from "#wire";
import { aRisk } from "./builders.ts";
import { createFakeControls } from "./fake-controls.ts";
import { somePeople } from "./people.ts";
import { gatewaysOfThisFile } from "./running.ts";

const start = gatewaysOfThisFile();
const BY = "operator@127.0.0.1";
const POOL = "Czfq3xZZDmsdGdUyrNLtRhGc47cXcZtLG4crryfu44zE";

const post = (name: string, options: object = {}) =>
  ({ method: "POST", url: `/api/v1/controls/${name}`, ...options }) as const;

/** Controls of which one call is refused. */
function refusing(name: keyof Controls, error: Error): Controls {
  return { ...createFakeControls(), [name]: () => Promise.reject(error) };
}

const NO_BODY: [string, object][] = [
  ["nothing at all", {}],
  ["a JSON content type and no body", { headers: { "content-type": "application/json" }, payload: "" }],
  [
    "a form content type and no body",
    { headers: { "content-type": "application/x-www-form-urlencoded" }, payload: "" },
  ],
  ["null", { headers: { "content-type": "application/json" }, payload: "null" }],
  ["an empty object", { payload: {} }],
];

describe("a control without a body", () => {
  it.each(NO_BODY)("pauses everything with %s", async (_name, options) => {
    const { app, commands } = await start();
    const answer = await app.inject(post("pause", options));
    expect(paused.parse(answer.json())).toEqual({ status: "paused", reason: "manual", paused_by: BY });
    expect(commands).toEqual([{ name: "pause", command: { by: BY, reason: null, scope: { kind: "all" } } }]);
  });

  it.each(NO_BODY)("resumes with %s", async (_name, options) => {
    const { app, commands } = await start();
    const answer = await app.inject(post("resume", options));
    expect(resumed.parse(answer.json())).toEqual({ status: "resumed", resumed_by: BY });
    expect(commands).toEqual([{ name: "resume", command: { by: BY, reason: null } }]);
  });

  it.each(NO_BODY)("switches observe-only on with %s", async (_name, options) => {
    const { app, commands } = await start();
    const answer = await app.inject(post("observe-only", options));
    expect(observeOnly.parse(answer.json())).toEqual({
      ...{ status: "observe_only", observe_only_mode: true, changed_by: BY },
    });
    expect(commands).toEqual([{ name: "observeOnly", command: { by: BY, enabled: true } }]);
  });

  it("works as a bare POST on the wire, without even a content length", async () => {
    const { gateway } = await start();
    const socket = connect(await gateway.listen(), "127.0.0.1");
    socket.write("POST /api/v1/controls/pause HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let answer = "";
    for await (const chunk of socket.setEncoding("utf8")) answer += chunk;
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"status":"paused"');
  });
});

describe("POST /api/v1/controls/pause", () => {
  it.each([
    ["all", { kind: "all" }],
    ["venue:gemini", { kind: "venue", venue: "gemini" }],
    ["asset:SOL-USD", { kind: "asset", asset: "SOL-USD" }],
    [`pool:${POOL}`, { kind: "pool", pool: POOL }],
  ])("passes on the reason and the scope %s", async (text, scope) => {
    const { app, commands } = await start();
    const answer = await app.inject(post("pause", { payload: { reason: " looks odd ", scope: text } }));
    expect(answer.json()).toEqual({ status: "paused", reason: "looks odd", paused_by: BY });
    expect(commands).toEqual([{ name: "pause", command: { by: BY, reason: "looks odd", scope } }]);
  });

  it.each([
    ["an unknown scope", { scope: "venue:binance" }],
    ["a reason that is no text", { reason: 5 }],
    ["a reason without end", { reason: "x".repeat(501) }],
    ["an unknown field", { until: "noon" }],
    ["a list", []],
  ])("answers 422 to %s and pauses nothing", async (_name, payload) => {
    const { app, commands } = await start();
    const answer = await app.inject(post("pause", { payload }));
    expect(answer.statusCode).toBe(422);
    errorBody.parse(answer.json());
    expect(commands).toEqual([]);
  });

  it("is never held back by the limit that floods of other commands meet", async () => {
    const { app } = await start();
    for (let index = 0; index < 200; index += 1)
      expect((await app.inject(post("pause"))).statusCode).toBe(200);
  });
});

describe("a refused command", () => {
  it("answers 409 to resume with the causes that last", async () => {
    const refusal = new RejectedError("lasts", "gemini has been silent for 12.3 s");
    const { app } = await start({ controls: refusing("resume", refusal) });
    const answer = await app.inject(post("resume"));
    expect([answer.statusCode, answer.json()]).toEqual([409, { detail: refusal.message }]);
  });

  it.each(["pause", "resume", "observe-only"])("answers 503 to %s where it cannot be kept", async (name) => {
    const away = new ConnectivityError("storage-away", "disk gone");
    const call = name === "observe-only" ? "observeOnly" : (name as "pause" | "resume");
    const { app } = await start({ controls: refusing(call, away) });
    const answer = await app.inject(post(name));
    expect([answer.statusCode, answer.json()]).toEqual([503, { detail: "Database not initialized" }]);
  });

  it("is refused to a browser of a strange origin", async () => {
    const { app, commands } = await start();
    const headers = { origin: "http://evil.example" };
    for (const name of ["pause", "resume", "observe-only", "live-trading"])
      expect((await app.inject(post(name, { headers }))).statusCode).toBe(403);
    expect(commands).toEqual([]);
  });
});

describe("POST /api/v1/controls/observe-only", () => {
  const off = post("observe-only", { payload: { enabled: false } });

  it("switches trading on the stand-ins back on in the demo", async () => {
    const { app, commands } = await start({ mode: "demo" });
    expect((await app.inject(off)).json()).toMatchObject({ observe_only_mode: false, changed_by: BY });
    expect(commands).toEqual([{ name: "observeOnly", command: { by: BY, enabled: false } }]);
  });

  it.each(["observe", "live"] as const)("does not switch trading on in %s mode", async (mode) => {
    const { app, commands } = await start({ mode });
    expect((await app.inject(off)).statusCode).toBe(409);
    expect(commands).toEqual([]);
    expect((await app.inject(post("observe-only"))).statusCode).toBe(200);
  });
});

describe("POST /api/v1/controls/live-trading", () => {
  it.each([
    ["no body", {}],
    ["a JSON body", { payload: { confirm: true } }],
    ["malformed JSON", { headers: { "content-type": "application/json" }, payload: '{"confirm":' }],
    ["another kind of body", { headers: { "content-type": "text/xml" }, payload: "<a/>" }],
    ["a huge body", { headers: { "content-type": "application/json" }, payload: `"${"x".repeat(70_000)}"` }],
  ])("answers 409 in the demo to %s, before it is looked at", async (_name, options) => {
    const { app, commands } = await start({ mode: "demo" });
    const answer = await app.inject(post("live-trading", options));
    expect(answer.statusCode).toBe(409);
    expect(answer.json().detail).toContain("--mode live");
    expect(commands).toEqual([]);
  });

  it("names what is missing elsewhere, and answers who enabled it where nothing is", async () => {
    const missing = new RejectedError("not-able", "live trading needs GEMINI_API_KEY");
    const { access, bearer } = await somePeople();
    const headers = bearer("admin");
    const observing = await start({ mode: "live", access, controls: refusing("liveTrading", missing) });
    const refused = await observing.app.inject(post("live-trading", { headers }));
    expect([refused.statusCode, refused.json()]).toEqual([409, { detail: missing.message }]);
    const live = await start({ mode: "live", access });
    expect((await live.app.inject(post("live-trading", { headers }))).json()).toEqual({
      ...{ status: "live_trading", observe_only_mode: false, enabled_by: "admin@127.0.0.1" },
    });
  });

  it("asks for a person who has just logged in", async () => {
    const { access, bearer, apiKey, time } = await somePeople();
    const live = await start({ mode: "live", access, clock: time.clock });
    const key = await live.app.inject(post("live-trading", { headers: await apiKey("admin") }));
    expect([key.statusCode, key.json().detail]).toEqual([403, expect.stringContaining("an API key may not")]);
    time.advance(301_000);
    const stale = await live.app.inject(post("live-trading", { headers: bearer("admin") }));
    expect([stale.statusCode, stale.json().detail]).toEqual([403, expect.stringContaining("log in again")]);
    expect(live.commands).toEqual([]);
  });
});

describe("/api/v1/risk", () => {
  const patch = (payload?: object) =>
    ({ method: "PATCH", url: "/api/v1/risk", ...(payload === undefined ? {} : { payload }) }) as const;

  it("answers every limit, switch and figure, computed at each call", async () => {
    let trades = 0;
    const { app } = await start({
      risk: () => {
        trades += 1;
        return aRisk({ daily_trades: trades });
      },
    });
    expect(riskOverview.parse((await app.inject("/api/v1/risk")).json())).toEqual(aRisk());
    expect((await app.inject("/api/v1/risk")).json().daily_trades).toBe(2);
  });

  it("changes what is named and nothing else, says who, and answers what is in force", async () => {
    const { app, commands, log } = await start();
    const change = { profit_threshold_pct: 0.25, max_position_size_usd: "2000", max_order_errors: 3 };
    const answer = await app.inject(patch(change));
    const kept = { ...change, profit_threshold_pct: "0.25" };
    expect(riskOverview.parse(answer.json())).toEqual(aRisk(kept));
    expect(commands).toEqual([{ name: "changeLimits", command: { by: BY, patch: kept } }]);
    expect(log.lines.at(-1)).toMatchObject({ event: "limits changed", fields: { by: BY } });
  });

  it.each([
    ["nothing", undefined],
    ["an empty change", {}],
    ["a negative gate", { profit_threshold_pct: "-0.1" }],
    ["a gate above 100 %", { profit_threshold_pct: "100.1" }],
    ["more digits than are computed with", { min_spread_pct: "0.1234567" }],
    ["a float with a tail", { min_spread_pct: 0.1 + 0.2 }],
    ["a number too small to be written plainly", { min_spread_pct: 1e-7 }],
    ["neither text nor number", { min_spread_pct: ["0.1"] }],
    ["a limit of nothing", { max_position_size_usd: "0" }],
    ["a negative limit", { daily_loss_limit_usd: "-5" }],
    ["half a trade", { max_open_per_asset: 1.5 }],
    ["no time at all", { staleness_threshold_sec: 0 }],
    ["an unknown limit", { max_leverage: "5" }],
    ["a figure that is no limit", { is_paused: false }],
  ])("answers 422 to %s and changes nothing", async (_name, payload) => {
    const { app, commands } = await start();
    const answer = await app.inject(patch(payload));
    expect(answer.statusCode).toBe(422);
    errorBody.parse(answer.json());
    expect(commands).toEqual([]);
  });

  it("answers 422 to limits that do not go together, 503 where the change cannot be kept", async () => {
    const wrong = new InputError("limits", "max_position_size_usd: above max_open_exposure_usd");
    const first = await start({ controls: refusing("changeLimits", wrong) });
    const refused = await first.app.inject(patch({ max_position_size_usd: "9000" }));
    expect([refused.statusCode, refused.json()]).toEqual([422, { detail: wrong.message }]);
    const away = new ConnectivityError("storage-away", "disk gone");
    const second = await start({ controls: refusing("changeLimits", away) });
    const lost = await second.app.inject(patch({ max_position_size_usd: "9000" }));
    expect([lost.statusCode, lost.json()]).toEqual([503, { detail: "Database not initialized" }]);
  });
});

describe("GET /api/v1/inventory", () => {
  it("answers the ledger's rows", async () => {
    const row: InventoryRow = {
      ...{ asset: "SOL", total: "20.5", available: "16.3", reserved: "4.2" },
      ...{ venue: "gemini", in_flight: "0", value_usd: "1709.8", drift_pct: null },
    };
    const { app } = await start({ inventory: () => [row] });
    expect(inventory.parse((await app.inject("/api/v1/inventory")).json())).toEqual({ balances: [row] });
  });

  it.each([RejectedError, ConnectivityError])(
    "answers 503 with the reason until it is known (%o)",
    async (Refusal) => {
      const unknown = () => {
        throw new Refusal("not-known", "the venues' balances were not read yet");
      };
      const { app, log } = await start({ inventory: unknown, risk: unknown });
      for (const url of ["/api/v1/inventory", "/api/v1/risk"]) {
        const answer = await app.inject(url);
        expect([answer.statusCode, answer.json()]).toEqual([
          503,
          { detail: "the venues' balances were not read yet" },
        ]);
      }
      expect(log.lines).toEqual([]);
    },
  );
});

describe("GET /api/v1/audit", () => {
  const entries = [5, 4, 3, 2, 1].map((seq) => ({
    ...{
      seq,
      hash: `h${seq}`,
      prevHash: `h${seq - 1}`,
      atMs: Date.UTC(2026, 0, 2),
      by: BY,
      action: "limits",
    },
    before: seq === 1 ? null : '{"max_position_size_usd":"1000"}',
    after: seq === 1 ? "not json" : '{"max_position_size_usd":"2000"}',
  }));
  const listAudit = async ({ limit, before = 99 }: { limit: number; before?: number }) =>
    entries.filter(({ seq }) => seq < before).slice(0, limit);

  it("pages through who did what when, newest first, with the values before and after", async () => {
    const { app } = await start({ listAudit });
    const seqs: number[][] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const answer = await app.inject(`/api/v1/audit?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
      const page = auditPage.parse(answer.json());
      seqs.push(page.entries.map(({ seq }) => seq));
      cursor = page.next_cursor;
    }
    expect(seqs).toEqual([[5, 4], [3, 2], [1]]);
    const all = auditPage.parse((await app.inject("/api/v1/audit")).json());
    expect(all.entries[0]).toEqual({
      ...{
        seq: 5,
        hash: "h5",
        prev_hash: "h4",
        timestamp: "2026-01-02T00:00:00.000Z",
        by: BY,
        action: "limits",
      },
      before: { max_position_size_usd: "1000" },
      after: { max_position_size_usd: "2000" },
    });
    expect(all.entries[4]).toMatchObject({ before: null, after: "not json" });
  });

  it("ends on the first entry ever, however many fit the page", async () => {
    const { app } = await start({ listAudit });
    expect((await app.inject("/api/v1/audit?limit=5")).json().next_cursor).toBeNull();
  });

  it.each(["limit=0", "cursor=abc"])("answers 422 to %s", async (query) => {
    const { app } = await start({ listAudit });
    expect((await app.inject(`/api/v1/audit?${query}`)).statusCode).toBe(422);
  });
});

describe("POST /api/v1/inventory/accept-drift", () => {
  const accept = (payload: object) =>
    ({ method: "POST", url: "/api/v1/inventory/accept-drift", payload }) as const;

  it("books the venues' word under the operator's reason", async () => {
    const { app, commands } = await start();
    const answer = await app.inject(accept({ reason: "deposit of 500 USD" }));
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: "drift_accepted", accepted_by: BY }]);
    expect(commands).toEqual([{ name: "acceptDrift", command: { by: BY, reason: "deposit of 500 USD" } }]);
  });

  it("asks for a reason", async () => {
    const { app, commands } = await start();
    expect((await app.inject(accept({ reason: " " }))).statusCode).toBe(422);
    expect(commands).toEqual([]);
  });

  it("answers 409 where ledger and venues agree", async () => {
    const refusal = new RejectedError("conflict", "there is nothing to accept");
    const { app } = await start({ controls: refusing("acceptDrift", refusal) });
    expect((await app.inject(accept({ reason: "because" }))).statusCode).toBe(409);
  });
});
