import { z } from "zod";
import { errorBody, tradeDetail, tradePage, tradeQuery } from "#wire";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";
import { HttpError } from "../../../http-error.ts";
import { sendJson } from "../../../json-text.ts";
import type { PageCache } from "../../../page-cache.ts";
import { decodeCursor, wireCursor } from "../../../page-cursor.ts";
import { presentStore } from "../../../present-store.ts";
import { type ListPiece, readPage } from "../../../read-page.ts";
import { toTradeFilter } from "../../../trade-filter.ts";
import { viewTrade, viewTradeDetail } from "../../../trade-view.ts";

/** `GET /api/v1/trades`, newest first in stable pages, and one of them with its legs by its id. */
export function tradeRoutes(app: GatewayApp, deps: GatewayDeps, pages: PageCache): void {
  listRoute(app, deps, pages);
  oneRoute(app, deps);
}

function listRoute(app: GatewayApp, deps: GatewayDeps, pages: PageCache): void {
  app.get(
    "/api/v1/trades",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listTrades",
        summary: "Trades, newest first",
        description:
          "`total_count` counts all that match the filter, whatever the page. `next_cursor` continues exactly " +
          "where the page ended, while new ones are added in front.",
        tags: ["trades"],
        querystring: tradeQuery,
        response: { 200: tradePage, 422: errorBody, 503: errorBody },
      },
    },
    async (request, reply) => {
      const store = presentStore(deps.trades);
      const { limit, cursor } = request.query;
      const filter = toTradeFilter(request.query);
      const query = cursor === undefined ? { limit } : { limit, cursor: decodeCursor(cursor) };
      const make = async () => {
        const list = (piece: ListPiece) => store.listTrades({ ...filter, ...piece });
        const { views, nextCursor } = await readPage(query, list, viewTrade);
        const total_count = await store.countTrades(filter);
        return JSON.stringify({ trades: views, total_count, limit, next_cursor: wireCursor(nextCursor) });
      };
      return sendJson(reply, await pages.read(request.url, make));
    },
  );
}

function oneRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.get(
    "/api/v1/trades/:id",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getTrade",
        summary: "One trade with its legs and what the ledger booked",
        description:
          "Each attempt with its timeline (planned, durable, sent, acknowledged, filled, settled) and its evidence.",
        tags: ["trades"],
        params: z.object({ id: z.string().min(1).max(200) }),
        response: { 200: tradeDetail, 404: errorBody, 422: errorBody, 503: errorBody },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = await presentStore(deps.trades).getTrade(id);
      if (found === null) throw new HttpError(404, `no trade ${id}`);
      return viewTradeDetail(found, await deps.transfersOf(id));
    },
  );
}
