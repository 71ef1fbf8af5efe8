import { errorBody, inventory } from "#wire";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";
import { knownNow } from "../../../known-now.ts";

/** `GET /api/v1/inventory`: what the ledger says is held, reserved and under way. */
export function inventoryRoute(app: GatewayApp, deps: GatewayDeps): void {
  app.get(
    "/api/v1/inventory",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getInventory",
        summary: "Balances by venue and asset",
        description: "From the ledger. 503 until the start-up reconciliation has read the venues.",
        tags: ["state"],
        response: { 200: inventory, 503: errorBody },
      },
    },
    async () => ({ balances: [...knownNow(() => deps.inventory())] }),
  );
}
