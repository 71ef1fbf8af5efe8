import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dashboardFiles } from "./boards/index.ts";

/** Writes the dashboards anew: node ops/grafana/build.ts. A test holds them to what stands in boards/. */
const folder = join(import.meta.dirname, "dashboards");
mkdirSync(folder, { recursive: true });
for (const [name, text] of dashboardFiles()) writeFileSync(join(folder, name), text);
