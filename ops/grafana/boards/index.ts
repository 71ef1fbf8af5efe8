import { type BoardSpec, dashboard } from "../panel.ts";
import { latency } from "./latency.ts";
import { operator } from "./operator.ts";
import { venues } from "./venues.ts";

const BOARDS: Readonly<Record<string, BoardSpec>> = { operator, latency, venues };

/** Every dashboard's file by its name, as it stands in ops/grafana/dashboards. */
export function dashboardFiles(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(BOARDS).map(([name, board]) => [
      `${name}.json`,
      `${JSON.stringify(dashboard(board), null, 2)}\n`,
    ]),
  );
}
