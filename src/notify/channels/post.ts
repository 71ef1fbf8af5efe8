import { ConnectivityError } from "#model";
import { type HttpReply, httpPost } from "#transport";
import { SendError } from "../channel.ts";
import { ATTEMPT_MS, type ChannelTools } from "./channel-contract.ts";

const MAX_REPLY_BYTES = 16_384;
/** A receiver that asks for more is asked again all the same. */
const LONGEST_WAIT_MS = 3_600_000;

export interface JsonPost {
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Reads from the reply how long the receiver wants to be left alone, where it does not say it as HTTP does. */
  readonly retryAfterMs?: (reply: HttpReply) => number | null;
  /** What of the reply may be repeated; nothing where left out, as a receiver may echo what it was sent. */
  readonly words?: (reply: HttpReply) => string | null;
}

/** One POST; any 2xx is a yes. Rejects with SendError: final for a refusal, else worth another attempt. */
export async function postJson(post: JsonPost, { timers, fetch }: ChannelTools): Promise<void> {
  const { url, body, headers = {}, signal } = post;
  const limits = { timeoutMs: ATTEMPT_MS, maxReplyBytes: MAX_REPLY_BYTES };
  let reply: HttpReply;
  try {
    reply = await httpPost({ url, body, headers, signal, ...limits, timers, fetch });
  } catch (error) {
    throw new SendError(whyUnanswered(error));
  }
  if (reply.status >= 200 && reply.status < 300) return;
  const said = post.words?.(reply) ?? null;
  const isFinal = reply.status < 500 && ![408, 425, 429].includes(reply.status);
  const askedMs = post.retryAfterMs?.(reply) ?? secondsOf(reply.retryAfter);
  throw new SendError(`answered ${reply.status}${said === null ? "" : ` (${said})`}`, {
    isFinal,
    retryAfterMs: askedMs === null ? null : Math.min(askedMs, LONGEST_WAIT_MS),
  });
}

/** The part of the error that names no address: "no reply within 10000 ms", "ECONNREFUSED". */
function whyUnanswered(error: unknown): string {
  if (!(error instanceof ConnectivityError)) return "the request could not be made";
  return `no answer (${error.message.split(": ").at(-1)})`;
}

/** Only the form in seconds: a date would need a clock that agrees with theirs. */
function secondsOf(retryAfter: string | null): number | null {
  return retryAfter !== null && /^\d{1,6}$/.test(retryAfter.trim()) ? Number(retryAfter) * 1_000 : null;
}
