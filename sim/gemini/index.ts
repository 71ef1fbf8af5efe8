/** The stand-in Gemini exchange: a live one with makers and takers, or a recording that is played back. */
export type { AccountOptions } from "./private/private-side.ts";
export { type GeminiStandIn, startGemini } from "./start-gemini.ts";
export { startGeminiReplay } from "./start-replay.ts";
