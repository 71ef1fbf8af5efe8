import { Readable } from "node:stream";
import { z } from "zod";
import type { TradeSummary } from "#model";
import { errorBody, tradeExportQuery } from "#wire";
import type { GatewayApp } from "../../../../app.ts";
import type { GatewayDeps } from "../../../../deps.ts";
import { presentStore } from "../../../../present-store.ts";
import { readPieces } from "../../../../read-page.ts";
import { CSV_HEADER, csvRow } from "../../../../trade-csv.ts";
import { toTradeFilter } from "../../../../trade-filter.ts";
import { instantOf } from "../../../../wire-text.ts";

/**
 * `GET /api/v1/trades/export?format=csv`: every matching trade, streamed as fast as the reader takes it. One
 * that opens meanwhile is left out; storage that fails half-way breaks the transfer off, so that a file which
 * arrived whole is whole.
 */
export function exportRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.get(
    "/api/v1/trades/export",
    {
      // A HEAD would read every row to throw it away.
      exposeHeadRoute: false,
      config: { role: "viewer", rateLimit: { max: 60 } },
      schema: {
        operationId: "exportTrades",
        summary: "All trades as CSV, newest first",
        description: "RFC 4180 with a header line; the columns have the names of the API's fields.",
        tags: ["trades"],
        querystring: tradeExportQuery,
        response: {
          200: { description: "CSV", content: { "text/csv": { schema: z.string() } } },
          422: errorBody,
          503: errorBody,
        },
      },
    },
    async (request, reply) => {
      const store = presentStore(deps.trades);
      const filter = toTradeFilter(request.query);
      const pieces = readPieces((piece) => store.listTrades({ ...filter, ...piece }));
      // Storage that is away is said by the status, which nothing can be said by once the body has begun.
      const first = await pieces.next();
      const name = `tandem-trades-${instantOf(deps.clock.epochMs()).slice(0, 10)}.csv`;
      reply.type("text/csv; charset=utf-8; header=present");
      reply.header("content-disposition", `attachment; filename="${name}"`);
      reply.header("cache-control", "no-store");
      // The type of the answer is its text; a stream of it is what Fastify sends as well.
      return reply.send(csvStream(first.value ?? [], pieces) as unknown as string);
    },
  );
}

function csvStream(first: readonly TradeSummary[], rest: AsyncIterable<readonly TradeSummary[]>): Readable {
  return Readable.from(csvChunks(first, rest), { objectMode: false });
}

async function* csvChunks(first: readonly TradeSummary[], rest: AsyncIterable<readonly TradeSummary[]>) {
  yield CSV_HEADER + first.map(csvRow).join("");
  for await (const rows of rest) if (rows.length > 0) yield rows.map(csvRow).join("");
}
