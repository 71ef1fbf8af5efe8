import { z } from "zod";
import { isPlainDecimal } from "./step-scale.ts";

/**
 * Wire shapes of https://docs.gemini.com/websocket/ and https://docs.gemini.com/rest/market-data, read
 * by lossless-json: on the socket every number must be a plain non-negative integer.
 */
const eventTime = z.number().nonnegative();
const updateId = z.number().int().nonnegative();
const decimalText = z.string().refine(isPlainDecimal, "not a plain decimal");
/** `["price","absolute quantity"]`; quantity zero deletes. */
const level = z.tuple([z.string(), z.string()]);

/**
 * Difference or snapshot of a book:
 * `{"e":"depthUpdate","E":1790732602268549219,"s":"btcusd","U":1764559652998238,"u":1764559652998335,
 * "b":[],"a":[["83405.00000","3.0000000000"],["83410.00000","0.0000000000"]]}`
 */
export const depthUpdate = z.object({
  e: z.literal("depthUpdate"),
  E: eventTime,
  s: z.string(),
  U: updateId,
  u: updateId,
  b: z.array(level),
  a: z.array(level),
});

/**
 * Best bid and offer; a side without orders is left out, so that `{"u":1,"E":2,"s":"solusd"}` is whole:
 * `{"u":1764559652998348,"E":1790732602275568874,"s":"btcusd","b":"83361.25000","B":"0.0043000000",
 * "a":"83361.26000","A":"0.0122571700","c":"83355.92000","C":"0.0000599800"}`
 */
export const bookTicker = z
  .object({
    u: updateId,
    E: eventTime,
    s: z.string(),
    b: z.string().optional(),
    B: z.string().optional(),
    a: z.string().optional(),
    A: z.string().optional(),
    c: decimalText.optional(),
    C: decimalText.optional(),
  })
  .refine(
    ({ b, B, a, A }) => (b === undefined) === (B === undefined) && (a === undefined) === (A === undefined),
  );

/**
 * A trade; `m` true where the buyer was the maker. Real frames have no `e`, the published fixtures do:
 * `{"E":1790732616897030070,"s":"btcusd","t":2840141030659933,"p":"83371.08000","q":"0.0000593800","m":false}`
 */
export const trade = z.object({
  e: z.literal("trade").optional(),
  E: eventTime,
  s: z.string(),
  t: z.number().nonnegative(),
  p: decimalText,
  q: decimalText,
  m: z.boolean(),
});

/**
 * The answer to a request: `{"id":1,"status":200}`, `{"id":"time","status":200,"result":{...}}` or
 * `{"id":4,"status":400,"error":{"code":-1013,"msg":"Invalid stream name: nosuch@depth@100ms"}}`
 */
export const reply = z.object({
  id: z.union([z.string(), z.number(), z.null()]),
  status: z.number().int(),
  result: z.unknown().optional(),
  error: z.object({ code: z.unknown(), msg: z.string().default("") }).optional(),
});
export type Reply = z.infer<typeof reply>;

/** Result of a one-shot `depth`: `{"lastUpdateId":1764553979098119,"bids":[["77845.79","0.04"]],"asks":[]}` */
export const depthResult = z.object({
  lastUpdateId: updateId,
  bids: z.array(level),
  asks: z.array(level),
});

/** Result of `time`: `{"serverTime":1790732602153}`, milliseconds. */
export const timeResult = z.object({ serverTime: z.number().int().positive() });

/**
 * Result of `conninfo`, as far as it is used:
 * `{"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"SECOND","intervalNum":10,"limit":7000}]}`
 */
export const connectionInfo = z.object({
  rateLimits: z.array(z.object({ rateLimitType: z.string(), limit: z.number().int() })),
});

/**
 * `GET /v1/symbols/details/btcusd`, every number as its own text. `tick_size` is the quantity's step and
 * `quote_increment` the price's: `{"symbol":"BTCUSD","base_currency":"BTC","quote_currency":"USD",
 * "tick_size":1e-8,"quote_increment":0.01,"min_order_size":"0.00001","status":"open",...}`
 */
export const symbolDetails = z.object({
  symbol: z.string(),
  base_currency: z.string(),
  quote_currency: z.string(),
  tick_size: z.string(),
  quote_increment: z.string(),
  min_order_size: z.string(),
  status: z.string(),
});

/** `GET /v1/symbols`: `["btcusd","ethbtc","ethusd"]` */
export const symbolList = z.array(z.string());

/** Error body of REST: `{"result":"error","reason":"RateLimit","message":"..."}`, or `error` for `reason`. */
export const restError = z.object({
  reason: z.string().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
});
