import { z } from "zod";
import type { HttpReply } from "./http-post.ts";

/** What a reply means to the caller; `restMs` is how long that provider had better not be asked. */
export type RpcReply =
  | { readonly kind: "result"; readonly result: unknown }
  /** The method ran and said no; another provider would say the same. */
  | { readonly kind: "rejected"; readonly code: string; readonly message: string }
  /** This provider does not serve us (a bad key, a plan without the method); another one may. */
  | {
      readonly kind: "refused-here";
      readonly code: string;
      readonly message: string;
      readonly restMs: number;
    }
  | { readonly kind: "busy"; readonly code: string; readonly message: string; readonly restMs: number }
  /** A healthy node that has not reached the slot asked for. */
  | { readonly kind: "behind"; readonly code: string; readonly message: string; readonly restMs: number };

/**
 * JSON-RPC 2.0 envelope, https://www.jsonrpc.org/specification and https://solana.com/docs/rpc
 * {"jsonrpc":"2.0","result":{"context":{"slot":379},"value":[null]},"id":1}
 * {"jsonrpc":"2.0","error":{"code":-32016,"message":"Minimum context slot has not been reached",
 *   "data":{"contextSlot":378}},"id":1}
 * JSON.parse rounds integers beyond 2^53, such as `rentEpoch` 18446744073709551615. Nothing here uses
 * them, and the schemas of results take slots and counts as safe integers only, so a rounded one is refused.
 */
const envelope = z.union([
  z.object({
    jsonrpc: z.literal("2.0"),
    id: z.union([z.int(), z.string(), z.null()]).optional(),
    error: z.object({ code: z.int(), message: z.string() }),
  }),
  z.object({ jsonrpc: z.literal("2.0"), id: z.int(), result: z.unknown() }),
]);

const NODE_UNHEALTHY = -32005;
const MIN_CONTEXT_SLOT_NOT_REACHED = -32016;
const INTERNAL_ERROR = -32603;
const MAX_RETRY_AFTER_MS = 60_000;
const DEFAULT_RATE_LIMIT_REST_MS = 1_000;
const BEHIND_REST_MS = 150;
const FORBIDDEN_REST_MS = 60_000;

/** Sorts one HTTP reply to request `id`. Pure; `epochMs` is needed where Retry-After is a date. */
export function classify(reply: HttpReply, id: number, epochMs: number): RpcReply {
  const { status } = reply;
  if (status === 429) return rateLimited(reply, epochMs);
  if (status === 401 || status === 403) {
    return {
      kind: "refused-here",
      code: `rpc-http-${status}`,
      message: "not allowed",
      restMs: FORBIDDEN_REST_MS,
    };
  }
  const parsed = parseEnvelope(reply.text);
  if (parsed === undefined || status >= 500) return unusable(status, reply, epochMs);
  if ("error" in parsed) return classifyError(parsed.error);
  if (status !== 200) return unusable(status, reply, epochMs);
  if (parsed.id !== id)
    return { kind: "busy", code: "rpc-wrong-id", message: "reply to another id", restMs: 0 };
  return { kind: "result", result: parsed.result };
}

function parseEnvelope(text: string): z.infer<typeof envelope> | undefined {
  try {
    const parsed = envelope.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // not JSON at all: a proxy's error page, or a body cut short
  }
}

function classifyError({ code, message }: { code: number; message: string }): RpcReply {
  const text = message.slice(0, 160);
  switch (code) {
    case MIN_CONTEXT_SLOT_NOT_REACHED:
      return { kind: "behind", code: "rpc-min-context-slot", message: text, restMs: BEHIND_REST_MS };
    case NODE_UNHEALTHY:
      return { kind: "busy", code: "rpc-node-behind", message: text, restMs: BEHIND_REST_MS };
    case INTERNAL_ERROR:
      return { kind: "busy", code: "rpc-internal", message: text, restMs: 0 };
    case 429:
    case -32429:
      return { kind: "busy", code: "rpc-rate-limited", message: text, restMs: DEFAULT_RATE_LIMIT_REST_MS };
    default:
      return { kind: "rejected", code: `rpc${code}`, message: text };
  }
}

function rateLimited(reply: HttpReply, epochMs: number): RpcReply {
  const restMs = retryAfterMs(reply.retryAfter, epochMs) ?? DEFAULT_RATE_LIMIT_REST_MS;
  return { kind: "busy", code: "rpc-rate-limited", message: "HTTP 429", restMs };
}

function unusable(status: number, reply: HttpReply, epochMs: number): RpcReply {
  const restMs = retryAfterMs(reply.retryAfter, epochMs) ?? 0;
  if (status >= 400 && status < 500) {
    return { kind: "refused-here", code: `rpc-http-${status}`, message: `HTTP ${status}`, restMs };
  }
  const code = status === 200 ? "rpc-bad-reply" : `rpc-http-${status}`;
  return { kind: "busy", code, message: status === 200 ? "not a JSON-RPC reply" : `HTTP ${status}`, restMs };
}

/** Retry-After as seconds or as an HTTP date (RFC 9110, 10.2.3), clipped so that no server can stop us. */
function retryAfterMs(header: string | null, epochMs: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - epochMs;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS) : undefined;
}
