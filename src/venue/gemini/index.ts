/** Venue `gemini`: the order book exchange's public data, over its current socket and REST. */
export { parseCaptureLine } from "./capture-line.ts";
export { createGeminiFeed, type GeminiFeedOptions } from "./feed.ts";
export type { GeminiFrame } from "./frame.ts";
export { type CaptureBook, type InspectReport, inspectCapture } from "./inspect.ts";
export {
  fetchInstrument,
  fetchInstruments,
  fetchSymbols,
  type InstrumentAnswer,
  parseInstrument,
} from "./instruments.ts";
export { createMapper, type Mapper, type MapperOptions } from "./mapper.ts";
export type { RestOptions } from "./rest.ts";
export { createGeminiClient, type GeminiClientOptions, type GeminiTradingClient } from "./trading/client.ts";
export type { GeminiLimits } from "./trading/limits.ts";
export type { Credentials } from "./trading/sign.ts";
