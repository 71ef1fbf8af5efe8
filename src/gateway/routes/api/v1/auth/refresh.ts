import { errorBody, refreshRequest, signedIn } from "#wire";
import { viewSignedIn } from "../../../../access-view.ts";
import type { GatewayApp } from "../../../../app.ts";
import type { GatewayDeps } from "../../../../deps.ts";
import { BODY_REFUSALS } from "../../../../error-bodies.ts";
import { HttpError } from "../../../../http-error.ts";
import { addressOf } from "../../../../operator.ts";
import { clearSessionCookies, REFRESH_COOKIE, setSessionCookies } from "../../../../session-cookies.ts";

/** `POST /api/v1/auth/refresh`: new tokens for the old refresh token, which is good once. */
export function refreshRoute(app: GatewayApp, { access, clock }: GatewayDeps): void {
  app.post(
    "/api/v1/auth/refresh",
    {
      config: { role: "public", fixedLimitPerMin: 120 },
      schema: {
        operationId: "refreshSession",
        summary: "Go on with a session",
        description:
          "By the cookie or by the body. A token that was used before ends the session for everybody.",
        tags: ["access"],
        body: refreshRequest,
        response: { 200: signedIn, 401: errorBody, ...BODY_REFUSALS, 503: errorBody },
      },
    },
    async (request, reply) => {
      const token = request.body?.refresh_token ?? request.cookies[REFRESH_COOKIE];
      const renewed = token === undefined ? null : await access.signIn.refresh(token, addressOf(request));
      if (renewed === null) {
        clearSessionCookies({ request, reply });
        throw new HttpError(401, "the session has ended: log in again");
      }
      setSessionCookies({ request, reply }, renewed, clock.epochMs());
      return viewSignedIn(renewed);
    },
  );
}
