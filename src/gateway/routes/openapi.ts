import { z } from "zod";
import type { GatewayApp } from "../app.ts";

/** `GET /openapi.json`: the document of all routes. `/docs` shows it. */
export function openApiRoute(app: GatewayApp): void {
  app.get(
    "/openapi.json",
    {
      config: { role: "public" },
      schema: {
        operationId: "getDocument",
        summary: "This document",
        tags: ["state"],
        response: { 200: z.looseObject({ openapi: z.string() }).describe("OpenAPI 3.1") },
      },
    },
    async () => ({ ...app.swagger(), openapi: "3.1.0" }),
  );
}
