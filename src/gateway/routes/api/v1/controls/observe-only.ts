import { RejectedError } from "#model";
import { observeOnly, observeOnlyRequest } from "#wire";
import type { GatewayApp } from "../../../../app.ts";
import type { GatewayDeps } from "../../../../deps.ts";
import { COMMAND_REFUSALS } from "../../../../error-bodies.ts";
import { operatorOf } from "../../../../operator.ts";

/** `POST /api/v1/controls/observe-only`: no orders from now on; the way back by this route is the demo's alone. */
export function observeOnlyRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.post(
    "/api/v1/controls/observe-only",
    {
      config: { role: "operator", fixedLimitPerMin: 600 },
      schema: {
        operationId: "setObserveOnly",
        summary: "Observe without trading",
        description:
          'Body optional. `{"enabled":false}` switches trading on the stand-ins back on, in the demo only.',
        tags: ["controls"],
        body: observeOnlyRequest,
        response: { 200: observeOnly, ...COMMAND_REFUSALS },
      },
    },
    async (request) => {
      const { enabled = true } = request.body ?? {};
      if (!enabled && deps.mode !== "demo")
        throw new RejectedError("not-demo", "observe-only is switched off here in the demo alone");
      const by = operatorOf(request);
      const inForce = await deps.controls.observeOnly({ by, enabled });
      return { status: "observe_only" as const, observe_only_mode: inForce.enabled, changed_by: by };
    },
  );
}
