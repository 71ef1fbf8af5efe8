import { z } from "zod";
import { InputError, RejectedError } from "#model";
import { errorBody, resolveRequest, trade } from "#wire";
import type { GatewayApp } from "../../../../app.ts";
import type { GatewayDeps } from "../../../../deps.ts";
import { COMMAND_REFUSALS } from "../../../../error-bodies.ts";
import { HttpError } from "../../../../http-error.ts";
import { operatorOf } from "../../../../operator.ts";
import { viewTrade } from "../../../../trade-view.ts";

/** `POST /api/v1/trades/{id}/resolve` of a stranded trade; answers the trade as it is then. */
export function resolveRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.post(
    "/api/v1/trades/:id/resolve",
    {
      config: { role: "operator", rateLimit: { max: 120 } },
      schema: {
        operationId: "resolveTrade",
        summary: "Decide about a stranded trade",
        description:
          "`retry` tries again to close what is left, `accept` books it as it is. 409 unless stranded.",
        tags: ["trades"],
        params: z.object({ id: z.string().min(1).max(200) }),
        body: resolveRequest,
        response: { 200: trade, 404: errorBody, ...COMMAND_REFUSALS },
      },
    },
    async (request) => {
      const command = { tradeId: request.params.id, by: operatorOf(request), ...request.body };
      return viewTrade(await deps.controls.resolve(command).catch(refuse));
    },
  );
}

/** The body was valid, so what is wrong is which trade was meant or the state that it is in. */
function refuse(error: unknown): never {
  if (!(error instanceof InputError)) throw error;
  if (error.code === "unknown-trade") throw new HttpError(404, error.message);
  throw new RejectedError(error.code, error.message, { cause: error });
}
