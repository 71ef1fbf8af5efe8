import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exposedIn } from "../ops/exposed.ts";
import { type Operator, operate } from "../support/operator.ts";
import { OPS, type RunningPrometheus, skipPrometheusTests, startPrometheus } from "../support/prometheus.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";

const STALE_AFTER_SEC = 3;
const AWAY_MS = 11_000;

/** A real Prometheus with the shipped rules beside a Tandem whose venues go away and come back. */
describe.skipIf(skipPrometheusTests)("the alerts over a running demo", () => {
  let venues: StandInsProcess;
  let operator: Operator;
  let prometheus: RunningPrometheus;

  beforeAll(async () => {
    venues = await startStandInsProcess({ scenario: "calm" });
    operator = await operate(["run", "--mode", "demo"], {
      ...venues.env,
      STALENESS_THRESHOLD_SEC: String(STALE_AFTER_SEC),
    });
    prometheus = await startPrometheus(new URL(operator.api).host);
    await operator.trading();
  }, 120_000);

  afterAll(async () => {
    await prometheus?.[Symbol.asyncDispose]();
    await operator?.[Symbol.asyncDispose]();
    await venues?.[Symbol.asyncDispose]();
  });

  /** "TandemConnectorDown gemini", for each that fires. */
  async function firing(): Promise<readonly string[]> {
    const alerts = (await prometheus.alerts()).filter(({ state }) => state === "firing");
    return alerts.map(({ labels }) => `${labels.alertname} ${labels.venue ?? labels.reason ?? ""}`.trim());
  }

  async function quiet(withinMs: number): Promise<void> {
    let last: readonly string[] = [];
    const none = async () => {
      last = await firing();
      return last.length === 0;
    };
    await operator.until(none, withinMs, "the alerts clear").catch((error: unknown) => {
      throw new Error(`still firing: ${last.join(", ")}\n${error}`);
    });
  }

  it("are all evaluated without an error, and none fires while all is well", async () => {
    const evaluated = async () => (await prometheus.rules()).every(({ health }) => health !== "unknown");
    await operator.until(evaluated, 10_000, "every rule is evaluated");
    const failed = (await prometheus.rules()).filter(({ health }) => health !== "ok");
    expect(failed.map(({ name, lastError }) => `${name}: ${lastError}`)).toEqual([]);
    await quiet(5_000);
  });

  it("ask for figures of the feeds that exist", async () => {
    const text = await (await fetch(`${operator.api}/api/metrics`)).text();
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
    await venues.inject({ kind: "drop", venue: "gemini", atMs: 0, forMs: AWAY_MS });
    await venues.inject({ kind: "freeze", venue: "solana", atMs: 0, forMs: AWAY_MS });
    const wanted = [
      "TandemConnectorDown gemini",
      "TandemDataStale gemini",
      "TandemDataStale solana",
      "TandemPaused data staleness",
    ];
    const all = async () => wanted.every((alert) => fired.has(alert)) || (await note());
    const fired = new Set<string>();
    const note = async () => {
      for (const alert of await firing()) fired.add(alert);
      return false;
    };
    await operator.until(all, AWAY_MS, "the alerts fire").catch((error: unknown) => {
      throw new Error(`fired: ${[...fired].join(", ")}\n${error}`);
    });
    const paused = (await prometheus.alerts()).find(({ labels }) => labels.alertname === "TandemPaused");
    expect(paused?.annotations.summary).toBe("Trading is paused: data staleness");
    expect(paused?.labels.severity).toBe("warning");
  });

  it("clear once the venues are back and an operator has resumed", async () => {
    await operator.until(async () => (await operator.status()).status === "healthy", 30_000, "healthy again");
    const resumed = async () => (await operator.post("/controls/resume")).status === 200;
    await operator.until(resumed, 10_000, "resume");
    await quiet(10_000);
  });
});

/** Names that a file asks `arb_feed_figure` for; in JSON its quotes are escaped. */
function figuresIn(text: string): readonly string[] {
  return [...text.matchAll(/arb_feed_figure\{name=\\?"(\w+)\\?"/g)].map(([, name = ""]) => name);
}
