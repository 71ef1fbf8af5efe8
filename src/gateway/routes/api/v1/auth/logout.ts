import { errorBody, loggedOut, refreshRequest } from "#wire";
import type { GatewayApp } from "../../../../app.ts";
import type { GatewayDeps } from "../../../../deps.ts";
import { BODY_REFUSALS } from "../../../../error-bodies.ts";
import { addressOf } from "../../../../operator.ts";
import { principalOf } from "../../../../plugins/authentication.ts";
import { clearSessionCookies, REFRESH_COOKIE } from "../../../../session-cookies.ts";

/**
 * `POST /api/v1/auth/logout`: ends the session at once, by whichever of its tokens is there. Whoever has none is logged
 * out already, and hears the same.
 */
export function logoutRoute(app: GatewayApp, { access }: GatewayDeps): void {
  app.post(
    "/api/v1/auth/logout",
    {
      config: { role: "public", fixedLimitPerMin: 120 },
      schema: {
        operationId: "logout",
        summary: "End a session",
        tags: ["access"],
        body: refreshRequest,
        response: { 200: loggedOut, ...BODY_REFUSALS, 503: errorBody },
      },
    },
    async (request, reply) => {
      const principal = await principalOf(request, access);
      const token = request.body?.refresh_token ?? request.cookies[REFRESH_COOKIE];
      const owned = principal?.kind === "user" ? principal.grantId : null;
      const session = owned ?? (token === undefined ? null : access.signIn.sessionOf(token));
      const by = `${principal?.name ?? "somebody"}@${addressOf(request)}`;
      if (session !== null) await access.signIn.logout(session, by);
      clearSessionCookies({ request, reply });
      return { status: "logged_out" as const };
    },
  );
}
