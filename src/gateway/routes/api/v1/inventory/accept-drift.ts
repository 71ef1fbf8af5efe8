import { acceptDriftRequest, driftAccepted, errorBody } from "#wire";
import type { GatewayApp } from "../../../../app.ts";
import type { GatewayDeps } from "../../../../deps.ts";
import { COMMAND_REFUSALS } from "../../../../error-bodies.ts";
import { operatorOf } from "../../../../operator.ts";

/** `POST /api/v1/inventory/accept-drift`: what the venues say becomes what the ledger says. */
export function acceptDriftRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.post(
    "/api/v1/inventory/accept-drift",
    {
      config: { role: "operator", rateLimit: { max: 120 } },
      schema: {
        operationId: "acceptDrift",
        summary: "Book the difference between ledger and venues",
        description:
          "For a deposit, a withdrawal or an explained difference: it is booked against the outside world, counts in no PnL, and is audited. 409 where nothing differs. Resume afterwards.",
        tags: ["state"],
        body: acceptDriftRequest,
        response: { 200: driftAccepted, 404: errorBody, ...COMMAND_REFUSALS },
      },
    },
    async (request) => {
      const by = operatorOf(request);
      await deps.controls.acceptDrift({ by, reason: request.body.reason });
      return { status: "drift_accepted" as const, accepted_by: by };
    },
  );
}
