import { RejectedError } from "#model";
import { liveTrading } from "#wire";
import type { GatewayApp } from "../../../../app.ts";
import type { GatewayDeps } from "../../../../deps.ts";
import { COMMAND_REFUSALS } from "../../../../error-bodies.ts";
import { operatorOf } from "../../../../operator.ts";

const IN_THE_DEMO =
  "live trading is not possible in the demo: it trades on stand-ins; real orders need --mode live, keys and authentication";

/** `POST /api/v1/controls/live-trading`: 409 names what is missing. It takes no body. */
export function liveTradingRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.post(
    "/api/v1/controls/live-trading",
    {
      config: { rateLimit: { max: 120 } },
      // Before the body is read: in the demo no body, however malformed, gets another answer.
      onRequest: async () => {
        if (deps.mode === "demo") throw new RejectedError("demo", IN_THE_DEMO);
      },
      schema: {
        operationId: "startLiveTrading",
        summary: "Trade with real orders",
        description:
          "Only in a process that was started able to; else 409 with what is missing. Never in the demo.",
        tags: ["controls"],
        response: { 200: liveTrading, ...COMMAND_REFUSALS },
      },
    },
    async (request) => {
      const by = operatorOf(request);
      await deps.controls.liveTrading({ by });
      return { status: "live_trading" as const, observe_only_mode: false as const, enabled_by: by };
    },
  );
}
