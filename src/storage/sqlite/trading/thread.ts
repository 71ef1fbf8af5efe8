import { serveThread } from "../serve-thread.ts";
import { openTradingRepository } from "./trading-repository.ts";

/** The thread of `trading.db`. */
serveThread(openTradingRepository);
