/** Layer `gateway`: REST, the event stream, metrics and the console's server. Decides nothing. */

export { type ConsoleServer, type ConsoleServerOptions, createConsoleServer } from "./console/index.ts";
export type {
  Controls,
  LimitsCommand,
  ObserveOnlyCommand,
  PauseCommand,
  ResolveCommand,
  ResumeCommand,
} from "./controls.ts";
export { createGateway, type Gateway } from "./create-gateway.ts";
export type { GatewayDeps, Injected, InjectRequest } from "./deps.ts";
export {
  createMetrics,
  type MachineFigures,
  type Metrics,
  type MetricsOptions,
  type OpenTradeAges,
  type Operations,
  type StorageFigures,
} from "./metrics/index.ts";
export { viewOpportunity, viewWindow } from "./opportunity-view.ts";
export { viewOpenTrade, viewTrade, viewTradeDetail } from "./trade-view.ts";
