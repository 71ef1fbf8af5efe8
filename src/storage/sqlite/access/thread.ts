import { serveThread } from "../serve-thread.ts";
import { openAccessRepository } from "./access-repository.ts";

/** The thread that writes `access.db`. */
serveThread(openAccessRepository);
