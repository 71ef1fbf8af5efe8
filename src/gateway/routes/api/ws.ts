import { errorBody, streamFrame } from "#wire";
import type { GatewayApp } from "../../app.ts";
import type { GatewayDeps } from "../../deps.ts";
import { HttpError } from "../../http-error.ts";
import { STREAM_PATH } from "../../stream/handshake.ts";
import type { StreamHub } from "../../stream/hub.ts";

/** `/api/ws`: the event stream. */
export function streamRoute(app: GatewayApp, { access }: GatewayDeps, hub: StreamHub): void {
  app.route({
    method: "GET",
    url: STREAM_PATH,
    exposeHeadRoute: false,
    config: { role: "viewer" },
    schema: {
      operationId: "openStream",
      summary: "Event stream (WebSocket)",
      description:
        "Frames `{type, data}` from the server; what a reader sends is ignored. `connected` comes first, `price` at " +
        "most four times a second for each asset, `status` each second, `opportunity` when one opens, changes or " +
        "closes, `trade` with each state of one, `risk` when a pause, a limit or the mode changed, `ping` every " +
        "30 s. A reader that does not keep up gets the latest of each, then is dropped.",
      tags: ["stream"],
      response: {
        101: streamFrame.describe("Each frame after the upgrade"),
        400: errorBody,
        426: errorBody,
      },
    },
    handler: () => {
      throw new HttpError(426, "this address speaks WebSocket");
    },
    wsHandler(socket, { principal, ip }) {
      hub.add(socket, { address: ip, isWelcome: () => access.isStillGood(principal) });
    },
  });
}
