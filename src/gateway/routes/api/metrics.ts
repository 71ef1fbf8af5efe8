import { z } from "zod";
import type { GatewayApp } from "../../app.ts";
import type { GatewayDeps } from "../../deps.ts";

/** `GET /api/metrics`: Prometheus text. */
export function metricsRoute(app: GatewayApp, { metrics }: GatewayDeps): void {
  app.get(
    "/api/metrics",
    {
      config: { role: "viewer", rateLimit: { max: 3_000 } },
      // The text is ready to send; the serialiser of the other routes would put it in quotes. Refusals are JSON here too.
      serializerCompiler: ({ httpStatus }) => (httpStatus === "200" ? String : JSON.stringify),
      schema: {
        operationId: "getMetrics",
        summary: "Prometheus series",
        tags: ["state"],
        response: {
          200: { description: "Prometheus text", content: { "text/plain": { schema: z.string() } } },
        },
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.render()),
  );
}
