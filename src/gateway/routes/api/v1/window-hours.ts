import type { z } from "zod";
import { addWindows, HOUR_MS, type PageKey, type StoredRows, type WindowHour } from "#ledger";
import { errorBody, hoursQuery, windowHours } from "#wire";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";
import { sendJson } from "../../../json-text.ts";
import type { PageCache } from "../../../page-cache.ts";
import { presentStore } from "../../../present-store.ts";
import { instantOf } from "../../../wire-text.ts";

const DAY_MS = 86_400_000;
/** Windows taken over in one turn of the event loop, about half a millisecond. */
const PIECE = 200;

/** `GET /api/v1/windows/hours`: when opportunities come, for a map of hours by weekdays in whatever zone it is drawn. */
export function windowHoursRoute(app: GatewayApp, deps: GatewayDeps, pages: PageCache): void {
  app.get(
    "/api/v1/windows/hours",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listWindowHours",
        summary: "Windows and opportunities by the hour in which they began",
        description: "Whole hours of UTC, oldest first; an hour in which nothing began is left out.",
        tags: ["opportunities"],
        querystring: hoursQuery,
        response: { 200: windowHours, 422: errorBody, 503: errorBody },
      },
    },
    async (request, reply) => {
      const rows = presentStore(deps.rows);
      const fromMs = wholeHour(deps.clock.epochMs() - request.query.days * DAY_MS);
      const make = async () =>
        JSON.stringify(view(fromMs, await hoursSince(rows, fromMs, request.query.asset)));
      return sendJson(reply, await pages.read(request.url, make));
    },
  );
}

async function hoursSince(
  rows: Pick<StoredRows, "windowsAfter">,
  fromMs: number,
  asset: string | undefined,
): Promise<readonly WindowHour[]> {
  let hours: readonly WindowHour[] = [];
  let key: PageKey | null = { timestampMs: fromMs, id: "" };
  while (key !== null) {
    const piece = await rows.windowsAfter(key, PIECE);
    hours = addWindows(hours, asset === undefined ? piece : piece.filter((window) => window.asset === asset));
    const last = piece.length < PIECE ? undefined : piece.at(-1);
    key = last === undefined ? null : { timestampMs: last.startMs, id: last.id };
  }
  return hours;
}

function view(fromMs: number, hours: readonly WindowHour[]): z.infer<typeof windowHours> {
  return {
    from: instantOf(fromMs),
    hours: hours.map(({ startMs, windows, opportunities }) => ({
      start: instantOf(startMs),
      window_count: windows,
      opportunity_count: opportunities,
    })),
  };
}

function wholeHour(atMs: number): number {
  return atMs - (atMs % HOUR_MS);
}
