import { PCT_DECIMALS, parseDecimal, RejectedError } from "#model";
import { injected, injectQuery } from "#wire";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";
import { COMMAND_REFUSALS } from "../../../error-bodies.ts";
import { operatorOf } from "../../../operator.ts";
import { viewOpportunity } from "../../../opportunity-view.ts";

/** `POST /api/v1/test/inject-opportunity`: everything in the query, so that a bare curl is enough. */
export function injectRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.post(
    "/api/v1/test/inject-opportunity",
    {
      config: { role: "operator", rateLimit: { max: 120 } },
      schema: {
        operationId: "injectOpportunity",
        summary: "Make up an opportunity",
        description:
          "Its prices agree with `spread_pct`. It goes through risk and a paper execution that touches no venue; " +
          "it and its trade are marked as injected and count in no PnL or limit. Refused in live mode.",
        tags: ["test"],
        querystring: injectQuery,
        response: { 200: injected, ...COMMAND_REFUSALS },
      },
    },
    async (request) => {
      if (deps.mode === "live")
        throw new RejectedError("live", "opportunities are not injected in live mode");
      const { asset, direction, spread_pct } = request.query;
      const spreadPct = parseDecimal(spread_pct, PCT_DECIMALS, "exact");
      const asked = { by: operatorOf(request), direction, spreadPct };
      const made = await deps.inject({ ...asked, ...(asset === undefined ? {} : { asset }) });
      return {
        status: "injected" as const,
        opportunity: viewOpportunity(made.opportunity),
        note: made.note,
      };
    },
  );
}
