import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { dashboardFiles } from "../../ops/grafana/boards/index.ts";
import { OPS, runTool, skipPrometheusTests } from "../support/prometheus.ts";
import { type Exposed, missingIn, readExposed } from "./exposed.ts";

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults: { readonly unit: string } };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const FOLDER = join(OPS, "grafana/dashboards");
const files = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), "utf8") }));
const boards: readonly { name: string; uid: string; panels: readonly Panel[] }[] = files.map(
  ({ name, text }) => ({ name, ...JSON.parse(text) }),
);
const expressions = boards.flatMap(({ panels }) =>
  panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
);

describe("the dashboards", () => {
  it("are what `node ops/grafana/build.ts` writes", () => {
    expect(files.length).toBeGreaterThanOrEqual(3);
    expect(new Map(files.map(({ name, text }) => [name, text]))).toEqual(dashboardFiles());
  });

  it("have addresses of their own", () => {
    expect(new Set(boards.map(({ uid }) => uid)).size).toBe(boards.length);
  });

  it.each(boards)("$name: every panel has a source, a title, a unit and a question", ({ panels }) => {
    const source = parse(readFileSync(join(OPS, "grafana/provisioning/datasources/prometheus.yml"), "utf8"));
    const drawn = panels.filter(({ type }) => type !== "row");
    expect(drawn.length).toBeGreaterThan(8);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(drawn.map(({ title }) => title)).size).toBe(drawn.length);
    for (const panel of drawn) {
      expect(panel.title).not.toBe("");
      expect(panel.datasource?.uid).toBe(source.datasources[0].uid);
      expect(panel.fieldConfig?.defaults.unit, panel.title).toMatch(/^\w+$/);
      expect(panel.targets?.length, panel.title).toBeGreaterThan(0);
      for (const { legendFormat } of panel.targets ?? []) expect(legendFormat, panel.title).not.toBe("");
    }
  });

  it.each(boards)("$name: no panel lies on another or beside the screen", ({ panels }) => {
    const taken = new Set<string>();
    for (const { gridPos, title } of panels)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken.has(`${x},${y}`), title).toBe(false);
          expect(x).toBeLessThan(24);
          taken.add(`${x},${y}`);
        }
  });

  describe("ask", () => {
    let exposed: Exposed;
    beforeAll(async () => {
      exposed = await readExposed();
    });

    it("only for what Tandem exposes", () => {
      expect(expressions.length).toBeGreaterThan(40);
      expect(expressions.flatMap((expr) => missingIn(expr, exposed))).toEqual([]);
    });
  });

  it.skipIf(skipPrometheusTests)("ask in words that Prometheus understands", () => {
    const folder = mkdtempSync(join(tmpdir(), "tandem-expressions-"));
    const file = join(folder, "rules.yml");
    const rules = expressions.map((expr, index) => ({ record: `asked:${index}`, expr }));
    writeFileSync(file, stringify({ groups: [{ name: "asked", rules }] }));
    expect(runTool("promtool", ["check", "rules", file])).toContain(`${rules.length} rules found`);
    rmSync(folder, { recursive: true });
  });
});
