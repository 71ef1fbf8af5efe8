/** Every route; a file's path is its URL. */
import type { GatewayApp } from "../app.ts";
import type { GatewayDeps } from "../deps.ts";
import type { StreamHub } from "../stream/hub.ts";
import { metricsRoute } from "./api/metrics.ts";
import { injectRoute } from "./api/v1/inject-opportunity.ts";
import { opportunityRoutes } from "./api/v1/opportunities.ts";
import { riskRoutes } from "./api/v1/risk.ts";
import { statusRoute } from "./api/v1/status.ts";
import { windowsRoute } from "./api/v1/windows.ts";
import { streamRoute } from "./api/ws.ts";
import { openApiRoute } from "./openapi.ts";

export function installRoutes(app: GatewayApp, deps: GatewayDeps, hub: StreamHub): void {
  statusRoute(app, deps);
  opportunityRoutes(app, deps);
  windowsRoute(app, deps);
  riskRoutes(app, deps);
  injectRoute(app, deps);
  metricsRoute(app, deps);
  streamRoute(app, hub);
  openApiRoute(app);
}
