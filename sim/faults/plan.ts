import { z } from "zod";

/**
 * A fault plan: what goes wrong at a stand-in venue, when (ms after its start) and for how long.
 * `tandem sim --faults FILE` reads `{"faults":[...]}`; a test may also inject one at run time.
 */
const timed = { atMs: z.number().min(0), forMs: z.number().min(0).default(0) };
const venue = z.enum(["gemini", "solana"]);
/** Which of the node's two providers; both where left out. The exchange has one only. */
const provider = z.union([z.literal(0), z.literal(1)]).optional();
const chance = z.number().min(0).max(1);
/** Drawn for each signature that is sent to the node while the fault is on. */
const sent = { venue: z.literal("solana"), probability: chance.default(1), ...timed };
const blocks = z.number().int().min(1).max(150);
/** Faults of the exchange's orders: each is drawn anew for every order that arrives while it is on. */
const perOrder = { venue: z.literal("gemini"), probability: chance, ...timed };

export const fault = z.discriminatedUnion("kind", [
  /** Cut every open socket of the venue; for `forMs` new ones are refused. */
  z.object({ kind: z.literal("drop"), venue, provider, ...timed }),
  /** Sockets stay open and answer pings, but no market frame is sent. */
  z.object({ kind: z.literal("silence"), venue, symbol: z.string().optional(), ...timed }),
  /** Freeze everything, protocol pings included, as a half-open TCP connection does. */
  z.object({ kind: z.literal("freeze"), venue, ...timed }),
  /** Leave out market frames (each with this probability), so that sequence ids jump. */
  z.object({ kind: z.literal("gap"), venue, probability: z.number().min(0).max(1), ...timed }),
  z.object({ kind: z.literal("duplicate"), venue, probability: z.number().min(0).max(1), ...timed }),
  /** Hold a frame back and send it after the next one. */
  z.object({ kind: z.literal("reorder"), venue, probability: z.number().min(0).max(1), ...timed }),
  /** Replace frames by damaged ones: cut short, NaN, negative sizes, wrong types, unknown symbols. */
  z.object({ kind: z.literal("malformed"), venue, probability: z.number().min(0).max(1), ...timed }),
  /** Send one frame of this many bytes. */
  z.object({ kind: z.literal("oversize"), venue, bytes: z.number().int(), ...timed }),
  /** Answer HTTP with this status (429 carries Retry-After), each request with this probability, all without one. */
  z.object({
    kind: z.literal("http"),
    venue,
    provider,
    status: z.number().int(),
    probability: chance.optional(),
    ...timed,
  }),
  /** Delay every outgoing frame and reply. */
  z.object({ kind: z.literal("latency"), venue, delayMs: z.number().min(0), ...timed }),
  /** The node answers and notifies as of this many slots ago. */
  z.object({
    kind: z.literal("lag"),
    venue: z.literal("solana"),
    provider,
    slots: z.number().int(),
    ...timed,
  }),
  /** A transaction is taken and answered but this submission never lands; a later one is drawn again. */
  z.object({ kind: z.literal("tx-drop"), ...sent }),
  /** A transaction never lands, however often it is sent. */
  z.object({ kind: z.literal("tx-expire"), ...sent }),
  /** A transaction lands so many blocks later, though within the life of its blockhash. */
  z.object({ kind: z.literal("tx-late"), blocks, ...sent }),
  /** The pool moves against a transaction in its block, so that a tight threshold fails. */
  z.object({ kind: z.literal("tx-fail"), ...sent }),
  /** A transaction is told of as landed for so many blocks and then was never there. */
  z.object({ kind: z.literal("tx-phantom"), blocks, ...sent }),
  /** A transaction is taken, but the HTTP request that brought it is never answered. */
  z.object({ kind: z.literal("lost-response"), ...sent }),
  /** The order takes effect, but neither its answer nor any event of it is sent; the socket stays. */
  z.object({ kind: z.literal("lost-ack"), ...perOrder }),
  /** The order vanishes: no effect, no answer. */
  z.object({ kind: z.literal("lost-order"), ...perOrder }),
  /** The order takes effect at once, its answer and events leave only after `delayMs`; REST shows it at once. */
  z.object({ kind: z.literal("late-fill"), delayMs: z.number().min(0), ...perOrder }),
  /** The order reaches the engine only after `delayMs`, or never where its connection closes before that. */
  z.object({ kind: z.literal("late-order"), delayMs: z.number().min(0), ...perOrder }),
  /** At most this share of the quantity fills, the rest is cancelled as of an immediate-or-cancel order. */
  z.object({ kind: z.literal("partial-fill"), fraction: chance, ...perOrder }),
  /** The order is refused with this reason. */
  z.object({ kind: z.literal("reject"), reason: z.string().min(1), ...perOrder }),
  /** The connection is cut right after the order took effect, before the answer. */
  z.object({ kind: z.literal("cut-on-order"), ...perOrder }),
  /** A key of the exchange is taken back for good: what it signs is refused, its connections are cut. */
  z.object({
    kind: z.literal("revoke-key"),
    venue: z.literal("gemini"),
    key: z.enum(["trader", "auditor", "incremental", "heartbeat", "successor", "stranger"]),
    ...timed,
  }),
  /** A key in the node's addresses (`?api-key=`) is taken back for good, and its connections are cut. */
  z.object({ kind: z.literal("revoke-url-key"), venue: z.literal("solana"), key: z.string(), ...timed }),
  /** The exchange's price of a base is `pct` percent away from where it would be. */
  z.object({
    kind: z.literal("shock"),
    venue: z.literal("gemini"),
    base: z.string(),
    pct: z.number().gt(-90).lt(900),
    ...timed,
  }),
]);
export type Fault = z.infer<typeof fault>;

export const faultPlan = z.object({ faults: z.array(fault) });
export type FaultPlan = z.infer<typeof faultPlan>;
