import type { AuditEntry } from "#ledger";
import { type AuditEntry as AuditView, auditPage, auditQuery, errorBody } from "#wire";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";
import { instantOf } from "../../../wire-text.ts";

/** `GET /api/v1/audit`: who did what when, newest first, with the value before and after. */
export function auditRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.get(
    "/api/v1/audit",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "listAudit",
        summary: "The operators' log, newest first",
        tags: ["risk"],
        querystring: auditQuery,
        response: { 200: auditPage, 422: errorBody, 503: errorBody },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const entries = await deps.listAudit(
        cursor === undefined ? { limit } : { limit, before: Number(cursor) },
      );
      return { entries: entries.map(viewEntry), next_cursor: nextCursor(entries, limit) };
    },
  );
}

/** The first entry ever has the number 1: nothing is older. */
function nextCursor(entries: readonly AuditEntry[], limit: number): string | null {
  const last = entries.at(-1);
  return last === undefined || entries.length < limit || last.seq <= 1 ? null : String(last.seq);
}

function viewEntry({ seq, hash, prevHash, atMs, by, action, before, after }: AuditEntry): AuditView {
  const what = { by, action, before: parsed(before), after: parsed(after) };
  return { seq, hash, prev_hash: prevHash, timestamp: instantOf(atMs), ...what };
}

/** What is no JSON is shown as the text that it is: the log is evidence, and is never refused. */
function parsed(json: string | null): unknown {
  if (json === null) return null;
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
