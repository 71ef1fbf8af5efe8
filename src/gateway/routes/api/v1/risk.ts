import { errorBody, riskOverview, riskPatch } from "#wire";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";
import { BODY_REFUSALS } from "../../../error-bodies.ts";
import { knownNow } from "../../../known-now.ts";
import { operatorOf } from "../../../operator.ts";

/** `GET /api/v1/risk`: limits, kill switches and where they stand; `PATCH` changes limits, kept across restarts. */
export function riskRoutes(app: GatewayApp, deps: GatewayDeps): void {
  app.get(
    "/api/v1/risk",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getRisk",
        summary: "Limits in force, every kill switch with its state, and what is open",
        tags: ["risk"],
        response: { 200: riskOverview, 503: errorBody },
      },
    },
    async () => knownNow(() => deps.risk()),
  );
  app.patch(
    "/api/v1/risk",
    {
      config: { role: "operator", rateLimit: { max: 120 } },
      schema: {
        operationId: "changeRiskLimits",
        summary: "Change limits",
        description:
          "In force at once and after a restart, until the environment says something else. Audited. Answers what is in force.",
        tags: ["risk"],
        body: riskPatch,
        response: { 200: riskOverview, ...BODY_REFUSALS, 503: errorBody },
      },
    },
    async (request) => {
      const by = operatorOf(request);
      await deps.controls.changeLimits({ by, patch: request.body });
      deps.log.info("limits changed", { by, changes: JSON.stringify(request.body) });
      return knownNow(() => deps.risk());
    },
  );
}
