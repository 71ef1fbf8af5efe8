import { execution } from "#wire";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";
import { instantOf } from "../../../wire-text.ts";

/** `GET /api/v1/execution`: every open trade with its attempts, from the engine's own memory. */
export function executionRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.get(
    "/api/v1/execution",
    {
      // A screen that follows open trades asks a few times a second.
      config: { role: "viewer", rateLimit: { max: 1_200 } },
      schema: {
        operationId: "getExecution",
        summary: "Open trades as they are this moment",
        description:
          "Each with every attempt, what is left of it and since when. Not from storage, so nothing is late: what " +
          "ended is in `/api/v1/trades` and no longer here.",
        tags: ["trades"],
        response: { 200: execution },
      },
    },
    async () => ({ timestamp: instantOf(deps.clock.epochMs()), open_trades: [...deps.openTrades()] }),
  );
}
