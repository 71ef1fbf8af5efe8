import { errorBody, report, reportQuery } from "#wire";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";
import { sendJson } from "../../../json-text.ts";
import type { PageCache } from "../../../page-cache.ts";
import { presentStore } from "../../../present-store.ts";
import { createReportDays, type ReportDays } from "../../../report-days.ts";
import { viewReport } from "../../../report-view.ts";

/** `GET /api/v1/reports?days=7`: what the closed trades of the last UTC days came to. */
export function reportsRoute(app: GatewayApp, deps: GatewayDeps, pages: PageCache): void {
  let days: ReportDays | null = null;
  const source = () => {
    days ??= createReportDays({
      trades: presentStore(deps.trades),
      opportunities: presentStore(deps.store),
      clock: deps.clock,
      isWhole: () => deps.revision() !== null,
    });
    return days;
  };
  app.get(
    "/api/v1/reports",
    {
      // A HEAD would add everything up to throw it away.
      exposeHeadRoute: false,
      config: { role: "viewer", rateLimit: { max: 120 } },
      schema: {
        operationId: "getReport",
        summary: "What the trades of the last days came to",
        description:
          "Exact sums over closed trades, injected ones apart, by UTC day and week, by hour, by venue and cause. " +
          "Opportunities are counted as long as they are kept.",
        tags: ["trades"],
        querystring: reportQuery,
        response: { 200: report, 422: errorBody, 503: errorBody },
      },
    },
    async (request, reply) => {
      const make = async () => {
        const read = await source().read(request.query.days);
        return JSON.stringify(viewReport(read, deps.clock.epochMs()));
      };
      return sendJson(reply, await pages.read(`/api/v1/reports?days=${request.query.days}`, make));
    },
  );
}
