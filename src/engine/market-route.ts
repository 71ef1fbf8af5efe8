import { assertNever, type MarketEvent } from "#model";
import type { MarketDesk } from "./market-desk.ts";

/** Gives one event of the market to the desk. */
export function routeMarket(desk: MarketDesk, event: MarketEvent): void {
  switch (event.kind) {
    case "depth":
      desk.depth(event);
      break;
    case "ticker":
      desk.ticker(event);
      break;
    case "trade":
      desk.trade(event);
      break;
    case "depth-check":
      desk.depthCheck(event);
      break;
    case "book-void":
      desk.voidBook(event.symbol, event.reason, event.receivedNs);
      break;
    case "pool":
      desk.pool(event);
      break;
    case "pool-void":
      desk.voidPool(event.pool, event.reason, event.receivedNs);
      break;
    case "frame-refused":
      desk.frameRefused(event);
      break;
    case "liveness":
      desk.health(event.venue).alive(event.receivedNs);
      break;
    case "connection":
      desk.connection(event);
      break;
    default:
      assertNever(event);
  }
}
