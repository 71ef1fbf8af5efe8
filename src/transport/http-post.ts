import { ConnectivityError, type Timers } from "#model";
import { redactUrl } from "./redact.ts";

/** The part of `fetch` that is needed, so that a test can hand in its own. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpPost {
  readonly url: string;
  readonly body: string;
  /** Besides or in place of `content-type: application/json`; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxReplyBytes: number;
  readonly timers: Timers;
  readonly fetch: Fetch;
  readonly signal?: AbortSignal;
}

export interface HttpReply {
  readonly status: number;
  readonly retryAfter: string | null;
  /** The server's clock in whole seconds, as HTTP writes it. */
  readonly date: string | null;
  readonly text: string;
}

/**
 * One POST, of JSON unless the headers say otherwise. Throws ConnectivityError (`http-timeout`, `http-aborted`, `http-too-large`,
 * `http-failed`): whether the server acted on it is then unknown. Any status is a reply, not an error.
 */
export async function httpPost(post: HttpPost): Promise<HttpReply> {
  const controller = new AbortController();
  const abort = (): void => controller.abort("aborted");
  const cancel = post.timers.after(post.timeoutMs, () => controller.abort("timeout"));
  post.signal?.addEventListener("abort", abort, { once: true });
  if (post.signal?.aborted === true) abort();
  try {
    return await send(post, controller.signal);
  } catch (cause) {
    throw asConnectivity(cause, post, controller.signal);
  } finally {
    cancel();
    post.signal?.removeEventListener("abort", abort);
  }
}

async function send(post: HttpPost, signal: AbortSignal): Promise<HttpReply> {
  const reply = await post.fetch(post.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...post.headers },
    body: post.body,
    signal,
    redirect: "error",
  });
  const text = await readText(reply, post.maxReplyBytes);
  return {
    status: reply.status,
    retryAfter: reply.headers.get("retry-after"),
    date: reply.headers.get("date"),
    text,
  };
}

/** Reads the body piece by piece, so that a hostile length cannot fill the memory. */
async function readText(reply: Response, maxBytes: number): Promise<string> {
  if (reply.body === null) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of reply.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new ConnectivityError("http-too-large", `reply beyond ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function asConnectivity(cause: unknown, post: HttpPost, signal: AbortSignal): ConnectivityError {
  const at = redactUrl(post.url);
  if (cause instanceof ConnectivityError) return new ConnectivityError(cause.code, `${at}: ${cause.message}`);
  if (signal.aborted && signal.reason === "timeout") {
    return new ConnectivityError("http-timeout", `${at}: no reply within ${post.timeoutMs} ms`);
  }
  if (signal.aborted) return new ConnectivityError("http-aborted", `${at}: aborted`);
  return new ConnectivityError("http-failed", `${at}: ${networkCode(cause)}`);
}

/** The system's code (ECONNREFUSED) only: messages of fetch may repeat the whole address, key included. */
function networkCode(cause: unknown): string {
  const inner = cause instanceof Error ? cause.cause : undefined;
  if (inner instanceof Error && "code" in inner && typeof inner.code === "string") return inner.code;
  return "connection failed";
}
