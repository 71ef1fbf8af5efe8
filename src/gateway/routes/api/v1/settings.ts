import { settings } from "#wire";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";

/** `GET /api/v1/settings`: what is configured and in force; of a secret only whether it is there. */
export function settingsRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.get(
    "/api/v1/settings",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getSettings",
        summary: "What is configured and in force, without any secret",
        tags: ["state"],
        response: { 200: settings },
      },
    },
    async () => deps.settings(),
  );
}
