import { errorBody, loginRequest, signedIn } from "#wire";
import { viewSignedIn } from "../../../../access-view.ts";
import type { GatewayApp } from "../../../../app.ts";
import type { GatewayDeps } from "../../../../deps.ts";
import { BODY_REFUSALS } from "../../../../error-bodies.ts";
import { addressOf } from "../../../../operator.ts";
import { setSessionCookies } from "../../../../session-cookies.ts";
import { admitted } from "../../../../sign-in-refusals.ts";

/** `POST /api/v1/auth/login`: begins a session. Whatever is wrong with name or password, the answer is the same. */
export function loginRoute(app: GatewayApp, { access, clock }: GatewayDeps): void {
  app.post(
    "/api/v1/auth/login",
    {
      config: { role: "public", fixedLimitPerMin: 60 },
      schema: {
        operationId: "login",
        summary: "Begin a session",
        description:
          "Sets both tokens as cookies for a browser and answers them for a script. The access token lasts ten " +
          "minutes; the refresh token is good once.",
        tags: ["access"],
        body: loginRequest,
        response: { 200: signedIn, 401: errorBody, ...BODY_REFUSALS, 503: errorBody },
      },
    },
    async (request, reply) => {
      const begun = admitted(await access.signIn.login({ ...request.body, address: addressOf(request) }));
      setSessionCookies({ request, reply }, begun, clock.epochMs());
      return viewSignedIn(begun);
    },
  );
}
