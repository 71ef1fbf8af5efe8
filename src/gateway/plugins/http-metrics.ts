import type { GatewayApp } from "../app.ts";
import type { Metrics } from "../metrics/index.ts";

/** Counts every answer by its route's pattern, never by its address: an id must not become a series. */
export function installHttpMetrics(app: GatewayApp, metrics: Metrics): void {
  app.addHook("onResponse", async (request, reply) => {
    metrics.httpRequest({
      method: request.method,
      route: request.routeOptions.url ?? "unmatched",
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1e3,
    });
  });
}
