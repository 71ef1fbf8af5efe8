/** `tandem probe`: one public stream of one venue, watched as the engine would. */
export { probeExchange } from "./probe-exchange.ts";
export { probePool } from "./probe-pool.ts";
export type { ProbeOptions } from "./session.ts";
