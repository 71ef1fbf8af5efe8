/** One question to Prometheus, and what its lines are called. */
export interface Query {
  readonly expr: string;
  readonly legend: string;
}

export interface PanelSpec {
  readonly title: string;
  /** As Grafana names it: `s`, `currencyUSD`, `bytes`, `percentunit`, `short`, `ops`, `bool_on_off`. */
  readonly unit: string;
  readonly kind?: "stat" | "timeseries";
  readonly queries: readonly Query[];
  /** In 24ths of the screen; 8 where not given, 4 for a stat. */
  readonly width?: number;
  /** From here on it is yellow and red; with `badAt` below `warnAt` less is worse: green from the one, red below the other. */
  readonly warnAt?: number;
  readonly badAt?: number;
}

export interface BoardSpec {
  readonly uid: string;
  readonly title: string;
  readonly rows: readonly { readonly title: string; readonly panels: readonly PanelSpec[] }[];
}

/** The datasource that ops/grafana/provisioning makes. */
const DATASOURCE = { type: "prometheus", uid: "tandem-prometheus" };
const SCREEN = 24;
const HEIGHTS = { stat: 4, timeseries: 8 } as const;

/** A whole dashboard as Grafana reads it: rows one below the other, panels from left to right. */
export function dashboard({ uid, title, rows }: BoardSpec) {
  const panels: object[] = [];
  let y = 0;
  const nextId = () => panels.length + 1;
  for (const row of rows) {
    const grid = { x: 0, y, w: SCREEN, h: 1 };
    panels.push({ id: nextId(), type: "row", title: row.title, collapsed: false, gridPos: grid, panels: [] });
    y += 1;
    let x = 0;
    let height = 0;
    for (const spec of row.panels) {
      const { w, h } = sizeOf(spec);
      if (x + w > SCREEN) {
        x = 0;
        y += height;
        height = 0;
      }
      panels.push(panel(spec, nextId(), { x, y, w, h }));
      x += w;
      height = Math.max(height, h);
    }
    y += height;
  }
  return {
    ...{ uid, title, tags: ["tandem"], timezone: "utc", schemaVersion: 38, version: 1, editable: false },
    ...{ refresh: "5s", time: { from: "now-1h", to: "now" }, templating: { list: [] } },
    annotations: { list: [alertsAnnotation()] },
    panels,
  };
}

function sizeOf({ kind = "timeseries", width }: PanelSpec): { readonly w: number; readonly h: number } {
  return { w: width ?? (kind === "stat" ? 4 : 8), h: HEIGHTS[kind] };
}

function panel(
  { title, unit, kind = "timeseries", queries, ...colour }: PanelSpec,
  id: number,
  grid: object,
) {
  return {
    ...{ id, type: kind, title, datasource: DATASOURCE, gridPos: grid },
    fieldConfig: { defaults: { unit, thresholds: thresholds(colour) }, overrides: [] },
    targets: queries.map(({ expr, legend }, index) => ({
      ...{ refId: String.fromCharCode(65 + index), datasource: DATASOURCE, expr, legendFormat: legend },
    })),
  };
}

function thresholds({ warnAt, badAt }: Pick<PanelSpec, "warnAt" | "badAt">) {
  const falls = warnAt !== undefined && badAt !== undefined && badAt < warnAt;
  const steps = falls
    ? [step("red", null), step("yellow", badAt), step("green", warnAt)]
    : [
        step("green", null),
        ...(warnAt === undefined ? [] : [step("yellow", warnAt)]),
        ...(badAt === undefined ? [] : [step("red", badAt)]),
      ];
  return { mode: "absolute", steps };
}

function step(color: string, value: number | null) {
  return { color, value };
}

/** Every alert that fires is a mark on every drawing. */
function alertsAnnotation() {
  return {
    ...{ name: "Alerts", enable: true, datasource: DATASOURCE, iconColor: "red" },
    expr: 'ALERTS{alertstate="firing",alertname=~"Tandem.+"}',
    titleFormat: "{{alertname}}",
  };
}
