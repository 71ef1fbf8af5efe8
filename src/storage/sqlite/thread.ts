import { openRepository } from "./repository.ts";
import { serveThread } from "./serve-thread.ts";

/** The thread of `arbitrage.db`. */
serveThread(openRepository);
