import { RejectedError } from "#model";
import { LIVE_PHRASE, liveTrading, liveTradingRequest } from "#wire";
import type { GatewayApp } from "../../../../app.ts";
import type { GatewayDeps } from "../../../../deps.ts";
import { COMMAND_REFUSALS } from "../../../../error-bodies.ts";
import { demandFreshLogin } from "../../../../fresh-login.ts";
import { operatorOf } from "../../../../operator.ts";

/** Why a process of this mode never can, whatever is sent to it. */
const NEVER = {
  demo: "live trading is not possible in the demo: it trades on stand-ins; real orders need --mode live, keys and authentication",
  observe: "live trading is not possible in observe mode: it has no keys; real orders need --mode live",
} as const;

/** `POST /api/v1/controls/live-trading`: 409 names what is missing; the body is the phrase. */
export function liveTradingRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.post(
    "/api/v1/controls/live-trading",
    {
      config: { role: "admin", rateLimit: { max: 120 } },
      // Before the body is read: in the demo no body, however malformed, gets another answer.
      preParsing: async () => {
        if (deps.mode !== "live") throw new RejectedError(deps.mode, NEVER[deps.mode]);
      },
      schema: {
        operationId: "startLiveTrading",
        summary: "Trade with real orders",
        description:
          "Only in a process that was started with --mode live and passes its checks; else 409 with all that is " +
          `missing. \`confirm\` is "${LIVE_PHRASE}", from an admin who logged in within the last five minutes.`,
        tags: ["controls"],
        body: liveTradingRequest,
        response: { 200: liveTrading, ...COMMAND_REFUSALS },
      },
    },
    async (request) => {
      demandFreshLogin(request.principal, deps.clock.epochMs());
      const by = operatorOf(request);
      const confirmed = request.body?.confirm === LIVE_PHRASE;
      await deps.controls.liveTrading({ by, confirmed });
      return { status: "live_trading" as const, observe_only_mode: false as const, enabled_by: by };
    },
  );
}
