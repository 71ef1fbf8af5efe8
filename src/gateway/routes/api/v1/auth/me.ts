import { errorBody, me } from "#wire";
import { viewPrincipal } from "../../../../access-view.ts";
import type { GatewayApp } from "../../../../app.ts";

/** `GET /api/v1/auth/me`: whom the API takes the caller for. */
export function meRoute(app: GatewayApp): void {
  app.get(
    "/api/v1/auth/me",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "whoAmI",
        summary: "Name and role of the caller",
        description: "`authentication` is `off` on a machine where no user was made yet.",
        tags: ["access"],
        response: { 200: me, 503: errorBody },
      },
    },
    async (request) => viewPrincipal(request.principal),
  );
}
