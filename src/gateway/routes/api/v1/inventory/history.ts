import { errorBody, inventoryHistory, inventoryHistoryQuery } from "#wire";
import type { GatewayApp } from "../../../../app.ts";
import type { GatewayDeps } from "../../../../deps.ts";
import { rangeOf, sampleSnapshots, viewSnapshot } from "../../../../inventory-history.ts";
import { presentStore } from "../../../../present-store.ts";
import { instantOf } from "../../../../wire-text.ts";

/** `GET /api/v1/inventory/history`: what was held, from the snapshots of each minute. */
export function inventoryHistoryRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.get(
    "/api/v1/inventory/history",
    {
      config: { role: "viewer", rateLimit: { max: 120 } },
      schema: {
        operationId: "getInventoryHistory",
        summary: "What was held over time",
        description:
          "From the snapshots of each minute, oldest first: all of them where they are few, else the last of each " +
          "of 120 equal parts of the range. Kept for 90 days.",
        tags: ["state"],
        querystring: inventoryHistoryQuery,
        response: { 200: inventoryHistory, 422: errorBody, 503: errorBody },
      },
    },
    async (request) => {
      const { range } = request.query;
      const time = rangeOf(range, deps.clock.epochMs());
      const snapshots = await sampleSnapshots(presentStore(deps.snapshots), time);
      const [from, to] = [instantOf(time.fromMs), instantOf(time.toMs)];
      return { range, from, to, points: snapshots.map(viewSnapshot) };
    },
  );
}
