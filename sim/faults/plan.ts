import { z } from "zod";

/**
 * A fault plan: what goes wrong at a stand-in venue, when (ms after its start) and for how long.
 * `tandem sim --faults FILE` reads `{"faults":[...]}`; a test may also inject one at run time.
 */
const timed = { atMs: z.number().min(0), forMs: z.number().min(0).default(0) };
const venue = z.enum(["gemini", "solana"]);

export const fault = z.discriminatedUnion("kind", [
  /** Cut every open socket of the venue; for `forMs` new ones are refused. */
  z.object({ kind: z.literal("drop"), venue, ...timed }),
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
  /** Answer HTTP with this status (429 carries Retry-After). */
  z.object({ kind: z.literal("http"), venue, status: z.number().int(), ...timed }),
  /** Delay every outgoing frame and reply. */
  z.object({ kind: z.literal("latency"), venue, delayMs: z.number().min(0), ...timed }),
  /** The node answers and notifies as of this many slots ago. */
  z.object({ kind: z.literal("lag"), venue: z.literal("solana"), slots: z.number().int(), ...timed }),
]);
export type Fault = z.infer<typeof fault>;

export const faultPlan = z.object({ faults: z.array(fault) });
export type FaultPlan = z.infer<typeof faultPlan>;
