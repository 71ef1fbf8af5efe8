import { status } from "#wire";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";
import { sendJson } from "../../../json-text.ts";
import { oncePerTurn } from "../../../once-per-turn.ts";

/** `GET /api/v1/status`: the same body whatever the state, 503 when it is `unhealthy`. */
export function statusRoute(app: GatewayApp, deps: GatewayDeps): void {
  const current = oncePerTurn(() => {
    const body = deps.status();
    return {
      code: body.status === "unhealthy" ? (503 as const) : (200 as const),
      text: JSON.stringify(body),
    };
  });
  app.get(
    "/api/v1/status",
    {
      config: { role: "viewer", rateLimit: { max: 3_000 } },
      schema: {
        operationId: "getStatus",
        summary: "State of the system",
        description: "Computed at each call. 503 with the same body when storage or every venue is down.",
        tags: ["state"],
        response: { 200: status, 503: status },
      },
    },
    async (_request, reply) => {
      const { code, text } = current();
      return sendJson(reply.code(code), text);
    },
  );
}
