/** Every route; a file's path is its URL. */
import type { GatewayApp } from "../app.ts";
import type { GatewayDeps } from "../deps.ts";
import type { StreamHub } from "../stream/hub.ts";
import { metricsRoute } from "./api/metrics.ts";
import { auditRoute } from "./api/v1/audit.ts";
import { liveTradingRoute } from "./api/v1/controls/live-trading.ts";
import { observeOnlyRoute } from "./api/v1/controls/observe-only.ts";
import { pauseRoute } from "./api/v1/controls/pause.ts";
import { resumeRoute } from "./api/v1/controls/resume.ts";
import { injectRoute } from "./api/v1/inject-opportunity.ts";
import { acceptDriftRoute } from "./api/v1/inventory/accept-drift.ts";
import { inventoryRoute } from "./api/v1/inventory.ts";
import { opportunityRoutes } from "./api/v1/opportunities.ts";
import { riskRoutes } from "./api/v1/risk.ts";
import { statusRoute } from "./api/v1/status.ts";
import { exportRoute } from "./api/v1/trades/export.ts";
import { resolveRoute } from "./api/v1/trades/resolve.ts";
import { tradeRoutes } from "./api/v1/trades.ts";
import { windowsRoute } from "./api/v1/windows.ts";
import { streamRoute } from "./api/ws.ts";
import { openApiRoute } from "./openapi.ts";

export function installRoutes(app: GatewayApp, deps: GatewayDeps, hub: StreamHub): void {
  statusRoute(app, deps);
  opportunityRoutes(app, deps);
  windowsRoute(app, deps);
  tradeRoutes(app, deps);
  exportRoute(app, deps);
  resolveRoute(app, deps);
  inventoryRoute(app, deps);
  acceptDriftRoute(app, deps);
  riskRoutes(app, deps);
  auditRoute(app, deps);
  pauseRoute(app, deps);
  resumeRoute(app, deps);
  observeOnlyRoute(app, deps);
  liveTradingRoute(app, deps);
  injectRoute(app, deps);
  metricsRoute(app, deps);
  streamRoute(app, deps, hub);
  openApiRoute(app);
}
