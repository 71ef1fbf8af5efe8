import { ConnectivityError, type Log, type Timers } from "#model";
import { type Fetch, pause } from "#transport";
import { parseLossless } from "./lossless-json.ts";
import { restError } from "./messages.ts";

export interface RestOptions {
  /** `https://api.gemini.com` */
  readonly baseUrl: string;
  readonly timers: Timers;
  readonly log: Log;
  /** For tests; the platform's own by default. */
  readonly fetch?: Fetch;
  /** How often it is tried; six times where left out. */
  readonly attempts?: number;
  /** Stops waiting and retrying. */
  readonly signal?: AbortSignal;
}

/** What a public request came to: the body with numbers as their source text, or the venue's refusal. */
export type RestAnswer =
  | { readonly kind: "ok"; readonly body: unknown }
  | { readonly kind: "refused"; readonly status: number; readonly reason: string };

const TIMEOUT_MS = 10_000;
const ATTEMPTS = 6;
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 30_000;

/**
 * GETs a public resource. Waits and tries again on 429 (as long as Retry-After says), on 5xx and where
 * nothing is answered; throws ConnectivityError when that has not helped so often, or on abort.
 */
export async function getPublic(path: string, options: RestOptions): Promise<RestAnswer> {
  const { attempts = ATTEMPTS } = options;
  let problem = "";
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const outcome = await attemptGet(path, options);
    if (outcome.kind !== "again") return outcome;
    problem = outcome.problem;
    const backoffMs = FIRST_WAIT_MS * 2 ** attempt;
    const waitMs = Math.min(outcome.retryAfterMs ?? backoffMs, MAX_WAIT_MS);
    options.log.warning("Gemini request delayed", { path, problem, wait_ms: waitMs });
    if (attempt < attempts - 1) await pause(waitMs, options.timers, options.signal);
  }
  throw new ConnectivityError("gemini-rest", `GET ${path} failed ${attempts} times: ${problem}`);
}

type Attempt =
  | RestAnswer
  | { readonly kind: "again"; readonly problem: string; readonly retryAfterMs?: number };

async function attemptGet(path: string, options: RestOptions): Promise<Attempt> {
  const timeout = new AbortController();
  const cancel = options.timers.after(TIMEOUT_MS, () => timeout.abort());
  const stop = (): void => timeout.abort();
  options.signal?.addEventListener("abort", stop, { once: true });
  if (options.signal?.aborted === true) stop();
  try {
    const send = options.fetch ?? fetch;
    const response = await send(new URL(path, options.baseUrl).href, { signal: timeout.signal });
    return read(response.status, response.headers.get("retry-after"), await response.text());
  } catch (error) {
    if (options.signal?.aborted === true) throw new ConnectivityError("aborted", `GET ${path} was aborted`);
    return { kind: "again", problem: timeout.signal.aborted ? "no answer" : causeOf(error) };
  } finally {
    cancel();
    options.signal?.removeEventListener("abort", stop);
  }
}

function read(status: number, retryAfter: string | null, text: string): Attempt {
  if (status === 429 || status >= 500) {
    const seconds = Number(retryAfter ?? Number.NaN);
    const problem = `HTTP ${status}`;
    return seconds >= 0
      ? { kind: "again", problem, retryAfterMs: seconds * 1000 }
      : { kind: "again", problem };
  }
  if (status !== 200) return { kind: "refused", status, reason: reasonOf(text) };
  try {
    return { kind: "ok", body: parseLossless(text, (source) => source) };
  } catch {
    return { kind: "refused", status, reason: `not JSON: ${text.slice(0, 80)}` };
  }
}

/** Error bodies come in two envelopes, empty, or as plain text. */
function reasonOf(text: string): string {
  try {
    const body = restError.safeParse(JSON.parse(text)).data;
    return body?.reason ?? body?.error ?? body?.message ?? "";
  } catch {
    return text.slice(0, 80);
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
