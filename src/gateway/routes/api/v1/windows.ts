import { z } from "zod";
import { errorBody, window, windowQuery } from "#wire";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";
import { viewWindow } from "../../../opportunity-view.ts";
import { presentStore } from "../../../present-store.ts";

/** `GET /api/v1/windows`: a bare array, newest first. */
export function windowsRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.get(
    "/api/v1/windows",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listWindows",
        summary: "Windows of opportunity, newest first",
        description: "Opportunities of one asset less than 60 s apart, taken together.",
        tags: ["opportunities"],
        querystring: windowQuery,
        response: { 200: z.array(window), 422: errorBody, 503: errorBody },
      },
    },
    async (request) => {
      const { asset, limit } = request.query;
      const query = asset === undefined ? { limit } : { asset, limit };
      return (await presentStore(deps.store).listWindows(query)).map(viewWindow);
    },
  );
}
