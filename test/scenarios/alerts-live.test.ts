import { readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exposedIn } from "../ops/exposed.ts";
import { Operator } from "../support/operator.ts";
import { OPS, type RunningPrometheus, skipPrometheusTests, startPrometheus } from "../support/prometheus.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";
import { freePort } from "../support/tandem-process.ts";

const AWAY_MS = 9_000;
/** Longer than any alert waits here, so that silence is not only the moment before the first one. */
const QUIET_MS = 2_000;
/** How fast this machine is at the moment is not what is tested. */
const NOT_OF_SPEED = /^(?!Tandem\w*(Slow|Lag))/;

interface Watched extends AsyncDisposable {
  readonly venues: StandInsProcess;
  readonly operator: Operator;
  readonly prometheus: RunningPrometheus;
  /** Resolves when each of these has been seen to fire, such as "TandemConnectorDown gemini". */
  fire(wanted: readonly string[], withinMs: number): Promise<void>;
  /** Resolves when nothing of these has fired for a while. */
  quiet(withinMs: number, of?: RegExp): Promise<void>;
  resumed(): Promise<unknown>;
}

/** Venues, Tandem, and a real Prometheus with the shipped rules that watches it. */
async function startWatched(
  scenario: "calm" | "churning",
  env: Readonly<Record<string, string>>,
): Promise<Watched> {
  await using opening = new AsyncDisposableStack();
  const venues = opening.use(await startStandInsProcess({ scenario }));
  // At the same time: Prometheus takes seconds until it looks for its target.
  const operator = opening.use(
    new Operator(["run", "--mode", "demo"], { ...venues.env, ...env }, await freePort()),
  );
  const prometheus = opening.use(await startPrometheus(new URL(operator.api).host));
  await operator.trading();
  const running = opening.move();
  const firing = async () =>
    (await prometheus.alerts())
      .filter(({ state }) => state === "firing")
      .map(({ labels }) =>
        `${labels.alertname} ${labels.venue ?? labels.store ?? labels.reason ?? ""}`.trim(),
      );
  return {
    ...{ venues, operator, prometheus },
    async fire(wanted, withinMs) {
      const fired = new Set<string>();
      const all = async () => {
        for (const alert of await firing()) fired.add(alert);
        return wanted.every((alert) => fired.has(alert));
      };
      await operator.until(all, withinMs, "the alerts fire").catch((error: unknown) => {
        throw new Error(`fired only: ${[...fired].join(", ")}\n${error}`);
      });
    },
    async quiet(withinMs, of = NOT_OF_SPEED) {
      let last: readonly string[] = [];
      let since = performance.now();
      const none = async () => {
        last = (await firing()).filter((alert) => of.test(alert));
        if (last.length > 0) since = performance.now();
        return performance.now() - since > QUIET_MS;
      };
      await operator.until(none, withinMs, "the alerts clear").catch((error: unknown) => {
        throw new Error(`still firing: ${last.join(", ")}\n${error}`);
      });
    },
    resumed: () =>
      operator.until(async () => (await operator.post("/controls/resume")).status === 200, 30_000, "resume"),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

describe.skipIf(skipPrometheusTests)("the alerts over a running demo", () => {
  let watched: Watched;
  beforeAll(async () => {
    watched = await startWatched("calm", { STALENESS_THRESHOLD_SEC: "3" });
  }, 120_000);
  afterAll(async () => {
    watched?.operator.process.child.kill("SIGCONT");
    await watched?.[Symbol.asyncDispose]();
  });

  it("are all evaluated without an error, and none fires while all is well", async () => {
    const { operator, prometheus, quiet } = watched;
    const evaluated = async () => (await prometheus.rules()).every(({ health }) => health !== "unknown");
    await operator.until(evaluated, 10_000, "every rule is evaluated");
    const failed = (await prometheus.rules()).filter(({ health }) => health !== "ok");
    expect(failed.map(({ name, lastError }) => `${name}: ${lastError}`)).toEqual([]);
    await quiet(10_000);
  });

  it("ask for figures of the feeds that exist", async () => {
    const text = await (await fetch(`${watched.operator.api}/api/metrics`)).text();
    expect(exposedIn(text).get("arb_feed_figure")).toEqual(new Set(["venue", "name"]));
    const asked = ["prometheus/rules", "grafana/dashboards"].flatMap((folder) =>
      readdirSync(join(OPS, folder)).flatMap((file) =>
        figuresIn(readFileSync(join(OPS, folder, file), "utf8")),
      ),
    );
    expect(asked.length).toBeGreaterThan(5);
    for (const name of asked) expect(text).toContain(`name="${name}"`);
  });

  it("fire when the venues go away: connector down, stale, paused", async () => {
    const { venues, prometheus, fire } = watched;
    await venues.inject({ kind: "drop", venue: "gemini", atMs: 0, forMs: AWAY_MS });
    await venues.inject({ kind: "freeze", venue: "solana", atMs: 0, forMs: AWAY_MS });
    const stale = ["TandemDataStale gemini", "TandemDataStale solana", "TandemPaused data staleness"];
    await fire(["TandemConnectorDown gemini", ...stale], AWAY_MS);
    const paused = (await prometheus.alerts()).find(({ labels }) => labels.alertname === "TandemPaused");
    expect(paused?.annotations.summary).toBe("Trading is paused: data staleness");
    expect(paused?.labels.severity).toBe("warning");
  });

  it("clear once the venues are back and an operator has resumed", async () => {
    const { operator, resumed, quiet } = watched;
    await operator.until(async () => (await operator.status()).status === "healthy", 30_000, "healthy again");
    await resumed();
    await quiet(10_000);
  });

  it("fire while the store is away, and clear after", async () => {
    const { operator, fire, resumed, quiet } = watched;
    const file = join(operator.dataDir, "arbitrage.db");
    renameSync(file, `${file}.away`);
    await fire(["TandemStorageDown main", "TandemPaused storage"], 15_000);
    renameSync(`${file}.away`, file);
    await resumed();
    await quiet(10_000);
  });

  it("fire while Tandem itself does not answer, and clear once it does", async () => {
    const { operator, fire, resumed, quiet } = watched;
    operator.process.child.kill("SIGSTOP");
    await fire(["TandemScrapeDown"], 10_000);
    operator.process.child.kill("SIGCONT");
    await operator.answering();
    // Whoever slept for longer than prices may be old finds them stale.
    await resumed();
    await quiet(20_000);
  });
});

describe.skipIf(skipPrometheusTests)("the alerts over a demo whose orders are refused", () => {
  let watched: Watched;
  beforeAll(async () => {
    // No loss is allowed for closing a residual, so that one which cannot be hedged waits for its operator.
    // Nothing else may pause before one strands.
    const limits = {
      MAX_ORDER_ERRORS: "1000",
      MAX_CONSECUTIVE_LOSSES: "1000",
      DAILY_LOSS_LIMIT_USD: "100000",
    };
    watched = await startWatched("churning", { RESIDUAL_MAX_LOSS_PCT: "0", ...limits });
  }, 120_000);
  afterAll(() => watched?.[Symbol.asyncDispose]());

  const refuseOrders = (probability: 0 | 1) =>
    watched.venues.inject({
      ...{ kind: "reject", venue: "gemini", reason: "InvalidQuantity", probability },
      ...{ atMs: 0, forMs: 600_000 },
    });

  it("fire for the refusal, for the leg that is left, and for what that pauses", async () => {
    await refuseOrders(1);
    const wanted = ["TandemOrdersRefused order-rules", "TandemStrandedLeg", "TandemPaused stranded leg"];
    await watched.fire(wanted, 60_000);
  });

  it("clear when an operator has brought it home", async () => {
    const { operator, resumed, quiet } = watched;
    await operator.post("/controls/pause");
    await refuseOrders(0);
    const flat = async () => {
      for (const { id } of await operator.trades("limit=100&status=stranded"))
        await operator.post(`/trades/${id}/resolve`, { action: "retry", reason: "bring it home" });
      return (await operator.status()).risk.open_trades === 0;
    };
    await operator.until(flat, 60_000, "flat");
    await resumed();
    await quiet(20_000, /TandemStrandedLeg|TandemPaused stranded leg/);
  });
});

/** Names that a file asks `arb_feed_figure` for; in JSON its quotes are escaped. */
function figuresIn(text: string): readonly string[] {
  return [...text.matchAll(/arb_feed_figure\{name=\\?"(\w+)\\?"/g)].map(([, name = ""]) => name);
}
