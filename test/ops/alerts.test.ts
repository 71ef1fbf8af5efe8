import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../support/paths.ts";
import { OPS, runTool, skipPrometheusTests } from "../support/prometheus.ts";
import { type Exposed, missingIn, readExposed } from "./exposed.ts";
import { metricsOf } from "./promql-names.ts";

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
    readonly runbook_url: string;
  };
}

interface Look {
  readonly expr: string;
  readonly eval_time: string;
  readonly exp_samples: readonly { readonly labels: string }[];
}

const RULES = join(OPS, "prometheus/rules");
const TESTS = join(OPS, "prometheus/tests");

function yamlFiles(folder: string) {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yml"))
    .map((name) => parse(readFileSync(join(folder, name), "utf8")));
}

const alerts: readonly Alert[] = yamlFiles(RULES).flatMap(({ groups }) =>
  groups.flatMap(({ rules }: { rules: Alert[] }) => rules),
);
const looks: readonly (readonly Look[])[] = yamlFiles(TESTS).flatMap(({ tests }) =>
  tests.map(({ promql_expr_test }: { promql_expr_test: Look[] }) => promql_expr_test),
);

describe("the alerts", () => {
  const sections = readFileSync(join(ROOT, "docs/alerts.md"), "utf8").split(/^### /m).slice(1);
  const sectionOf = new Map(sections.map((text) => [text.split("\n")[0]?.toLowerCase(), text]));
  let exposed: Exposed;
  beforeAll(async () => {
    exposed = await readExposed();
  });

  it("are there, each name once", () => {
    expect(alerts.length).toBeGreaterThan(35);
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  });

  it.each(["README.md", "docs/RUNBOOK.md", "docs/going-live.md", "docs/doctor.md"])(
    "are those that %s names",
    (file) => {
      const named = readFileSync(join(ROOT, file), "utf8").match(/`Tandem[A-Z]\w+`/g) ?? [];
      expect(alerts.map(({ alert }) => `\`${alert}\``)).toEqual(expect.arrayContaining([...new Set(named)]));
    },
  );

  it.each(alerts)("$alert says how bad it is, what happened and what to do", ({ labels, annotations }) => {
    expect(labels.severity).toMatch(/^(critical|warning|info)$/);
    expect(annotations.summary.length).toBeGreaterThan(10);
    expect(annotations.description.length).toBeGreaterThan(60);
  });

  it.each(alerts)("$alert links to a section that says what it means and what to do", (rule) => {
    const anchor = rule.annotations.runbook_url.split("docs/alerts.md#")[1] ?? "";
    expect(anchor).toBe(rule.alert.toLowerCase());
    const section = sectionOf.get(anchor);
    for (const part of ["Meaning: ", "First look: ", "Do: "]) expect(section).toContain(`\n${part}`);
  });

  it("are all that the document has sections for", () => {
    expect(sections.map((text) => text.split("\n")[0])).toHaveLength(alerts.length);
  });

  it.each(alerts)("$alert is seen to fire, and later to clear, by its test", ({ alert }) => {
    const own = looks.filter((test) => test.some(({ expr }) => isOf(expr, alert)));
    expect(own.length).toBeGreaterThan(0);
    for (const test of own) {
      const [fires, clears, ...more] = test;
      expect(more).toEqual([]);
      expect(fires?.exp_samples.length).toBeGreaterThan(0);
      expect(clears?.exp_samples).toEqual([]);
      expect(secondsOf(clears!.eval_time)).toBeGreaterThan(secondsOf(fires!.eval_time));
    }
  });

  it.each(alerts)("$alert reads only what Tandem exposes", ({ expr }) => {
    expect(metricsOf(expr).length).toBeGreaterThan(0);
    expect(missingIn(expr, exposed)).toEqual([]);
  });

  it("find a metric and a label that nobody exposes", () => {
    const expr =
      'sum by (le) (rate(arb_no_such_total{a="b"}[5m])) > 1e9 and arb_pause_active{why="x"} offset 5m';
    expect(missingIn(expr, exposed)).toEqual([
      "arb_no_such_total is not exposed",
      "arb_pause_active has no label why",
    ]);
  });
});

describe.skipIf(skipPrometheusTests)("Prometheus' own tools", () => {
  const rules = readdirSync(RULES).map((name) => join(RULES, name));
  const tests = readdirSync(TESTS).map((name) => join(TESTS, name));

  it("take the configuration with its rules", () => {
    expect(runTool("promtool", ["check", "config", join(OPS, "prometheus/prometheus.yml")])).toContain(
      `${rules.length} rule files found`,
    );
    runTool("promtool", ["check", "rules", ...rules]);
  });

  it("see every alert fire and clear", () => {
    const said = runTool("promtool", ["test", "rules", ...tests]);
    expect(said.match(/SUCCESS/g)).toHaveLength(tests.length);
  });

  it("take the Alertmanager's configuration", () => {
    runTool("amtool", ["check-config", join(OPS, "alertmanager/alertmanager.yml")]);
  });
});

function isOf(expr: string, alert: string): boolean {
  return expr === `ALERTS{alertname="${alert}",alertstate="firing"}`;
}

/** "1m30s" */
function secondsOf(text: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
