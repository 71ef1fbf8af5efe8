import { resumed, resumeRequest } from "#wire";
import type { GatewayApp } from "../../../../app.ts";
import type { GatewayDeps } from "../../../../deps.ts";
import { COMMAND_REFUSALS } from "../../../../error-bodies.ts";
import { operatorOf } from "../../../../operator.ts";

/** `POST /api/v1/controls/resume`: ends every pause, or 409 with the causes that last. Body optional. */
export function resumeRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.post(
    "/api/v1/controls/resume",
    {
      config: { role: "operator", rateLimit: { max: 120 } },
      schema: {
        operationId: "resumeTrading",
        summary: "End every pause",
        description:
          "409 with the reasons while any cause lasts, such as stale data or the loss limit of the day.",
        tags: ["controls"],
        body: resumeRequest,
        response: { 200: resumed, ...COMMAND_REFUSALS },
      },
    },
    async (request) => {
      const by = operatorOf(request);
      await deps.controls.resume({ by, reason: request.body?.reason || null });
      return { status: "resumed" as const, resumed_by: by };
    },
  );
}
