import { z } from "zod";
import type { OpportunityQuery } from "#ledger";
import { PCT_DECIMALS, parseDecimal } from "#model";
import { errorBody, opportunityDetail, opportunityPage, opportunityQuery } from "#wire";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";
import { HttpError } from "../../../http-error.ts";
import { sendJson } from "../../../json-text.ts";
import { viewOpportunity, viewOpportunityDetail } from "../../../opportunity-view.ts";
import type { PageCache } from "../../../page-cache.ts";
import { decodeCursor, wireCursor } from "../../../page-cursor.ts";
import { presentStore } from "../../../present-store.ts";
import { type ListPiece, readPage } from "../../../read-page.ts";

/** `GET /api/v1/opportunities`, newest first in stable pages, and one of them by its id. */
export function opportunityRoutes(app: GatewayApp, deps: GatewayDeps, pages: PageCache): void {
  app.get(
    "/api/v1/opportunities",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listOpportunities",
        summary: "Opportunities, newest first",
        description:
          "`next_cursor` continues exactly where the page ended, while new ones are added in front.",
        tags: ["opportunities"],
        querystring: opportunityQuery,
        response: { 200: opportunityPage, 422: errorBody, 503: errorBody },
      },
    },
    async (request, reply) => {
      const store = presentStore(deps.store);
      const query = toQuery(request.query);
      const make = async () => {
        const list = (piece: ListPiece) => store.listOpportunities({ ...query, ...piece });
        const page = await readPage(query, list, viewOpportunity);
        return JSON.stringify({ opportunities: page.views, next_cursor: wireCursor(page.nextCursor) });
      };
      return sendJson(reply, await pages.read(request.url, make));
    },
  );
  app.get(
    "/api/v1/opportunities/:id",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getOpportunity",
        summary: "One opportunity, with the depth of both sides around its size",
        tags: ["opportunities"],
        params: z.object({ id: z.string().min(1).max(200) }),
        response: { 200: opportunityDetail, 404: errorBody, 422: errorBody, 503: errorBody },
      },
    },
    async (request) => {
      const found = await presentStore(deps.store).getOpportunity(request.params.id);
      if (found === null) throw new HttpError(404, `no opportunity ${request.params.id}`);
      return viewOpportunityDetail(found);
    },
  );
}

function toQuery(query: z.infer<typeof opportunityQuery>): OpportunityQuery {
  const { limit, asset, direction, cursor, min_spread_pct, from, to } = query;
  return {
    limit,
    ...(asset === undefined ? {} : { asset }),
    ...(direction === undefined ? {} : { direction }),
    ...(cursor === undefined ? {} : { cursor: decodeCursor(cursor) }),
    ...(from === undefined ? {} : { fromMs: Date.parse(from) }),
    ...(to === undefined ? {} : { toMs: Date.parse(to) }),
    // Rounded up: a spread that is less than what was asked for is never listed.
    ...(min_spread_pct === undefined
      ? {}
      : { minSpreadPct: parseDecimal(min_spread_pct, PCT_DECIMALS, "ceil") }),
  };
}
