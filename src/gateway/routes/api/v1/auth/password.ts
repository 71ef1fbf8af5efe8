import { errorBody, passwordRequest, signedIn } from "#wire";
import { viewSignedIn } from "../../../../access-view.ts";
import type { GatewayApp } from "../../../../app.ts";
import type { GatewayDeps } from "../../../../deps.ts";
import { BODY_REFUSALS } from "../../../../error-bodies.ts";
import { HttpError } from "../../../../http-error.ts";
import { addressOf } from "../../../../operator.ts";
import { setSessionCookies } from "../../../../session-cookies.ts";
import { admitted } from "../../../../sign-in-refusals.ts";

/** `POST /api/v1/auth/password`: a user's own, given the present one. Every other session of the user ends. */
export function passwordRoute(app: GatewayApp, { access, clock }: GatewayDeps): void {
  app.post(
    "/api/v1/auth/password",
    {
      config: { role: "viewer", fixedLimitPerMin: 30 },
      schema: {
        operationId: "changePassword",
        summary: "Change one's own password",
        tags: ["access"],
        body: passwordRequest,
        response: { 200: signedIn, ...BODY_REFUSALS, 503: errorBody },
      },
    },
    async (request, reply) => {
      const { kind, name } = request.principal;
      if (kind !== "user") throw new HttpError(403, "only a user who has logged in has a password");
      const { current_password: password, new_password: next } = request.body;
      const login = { name, password, address: addressOf(request) };
      const begun = admitted(await access.signIn.changePassword(login, next));
      setSessionCookies({ request, reply }, begun, clock.epochMs());
      return viewSignedIn(begun);
    },
  );
}
