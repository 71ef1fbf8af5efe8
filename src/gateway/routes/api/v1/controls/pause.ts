import { paused, pauseRequest } from "#wire";
import type { GatewayApp } from "../../../../app.ts";
import type { GatewayDeps } from "../../../../deps.ts";
import { COMMAND_REFUSALS } from "../../../../error-bodies.ts";
import { operatorOf } from "../../../../operator.ts";
import { parsePauseScope } from "../../../../pause-scope.ts";

/** `POST /api/v1/controls/pause`: the kill switch. A bare POST without a body is enough. */
export function pauseRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.post(
    "/api/v1/controls/pause",
    {
      config: { role: "operator", fixedLimitPerMin: 600 },
      schema: {
        operationId: "pauseTrading",
        summary: "Start nothing new",
        description: "Open trades are still brought home. Body optional; without a scope everything pauses.",
        tags: ["controls"],
        body: pauseRequest,
        response: { 200: paused, ...COMMAND_REFUSALS },
      },
    },
    async (request) => {
      const by = operatorOf(request);
      const { reason, scope = "all" } = request.body ?? {};
      const kept = await deps.controls.pause({ by, reason: reason || null, scope: parsePauseScope(scope) });
      return { status: "paused" as const, reason: kept.reason, paused_by: by };
    },
  );
}
