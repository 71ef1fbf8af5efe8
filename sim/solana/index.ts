/** The stand-in Solana node: slots, real account bytes, a Whirlpool engine, JSON-RPC over HTTP and WebSocket. */
export type { SolanaStandIn } from "./stand-in.ts";
export { startSolanaReplay } from "./start-replay.ts";
export { startSolana } from "./start-solana.ts";
