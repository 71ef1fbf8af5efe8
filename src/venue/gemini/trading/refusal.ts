import { ConnectivityError, RejectedError } from "#model";
import { restError } from "../messages.ts";
import type { Credentials } from "./sign.ts";

/** What kind of thing the venue objects to; `other` is a reason that no document names. */
export type RefusalKind = "auth" | "clock" | "money" | "shape" | "market" | "not-found" | "limit" | "other";

const KINDS: readonly (readonly [RefusalKind, RegExp])[] = [
  ["clock", /^InvalidNonce$/],
  [
    "auth",
    /^(?:Invalid(?:Signature|ApiKey)|Missing\w+|EndpointMismatch|ApiKey\w*|(?:Accept|MustAccep)t?Terms\w*)$/,
  ],
  ["money", /^InsufficientFunds$/],
  [
    "shape",
    /^(?:Invalid(?:Price|Quantity|Symbol|Side|OrderType|StopPrice|TotalSpend)|LimitPriceOffTick|ConflictingOptions|UnsupportedOption|OptionsMustBeArray|UnknownInstrument|DuplicateOrder|ClientOrderId\w*)$/,
  ],
  ["market", /^(?:Market(?:NotOpen|Closed)|TradingClosed|Maintenance|System|InsufficientLiquidity)$/],
  ["not-found", /^OrderNotFound$/],
  ["limit", /^(?:RateLimit|Too ?Many ?Requests)$/],
];

export function refusalKind(reason: string): RefusalKind {
  return KINDS.find(([, pattern]) => pattern.test(reason))?.[0] ?? "other";
}

/** The venue's words on an order: a bare reason, or a sentence that begins with or contains one. */
export function refusalKindOfWords(words: string): RefusalKind {
  const kinds = words.split(/[^A-Za-z]+/).map(refusalKind);
  return kinds.find((kind) => kind !== "other") ?? "other";
}

const HEAD_LENGTH = 120;

/**
 * The error of a reply that is not 2xx. ConnectivityError: nothing is known, ask again (429, 5xx, 408).
 * RejectedError: it did not happen. `code` is the venue's reason where the body gives one in either of its
 * envelopes, else `http-<status>`; bodies may be empty or no JSON.
 */
export function refusalOf(
  status: number,
  body: string,
  where: string,
  credentials: Credentials,
): ConnectivityError | RejectedError {
  const { reason, message } = wordsOf(body);
  const words = [`${where}: HTTP ${status}`, reason, message].filter((word) => word !== "").join(" ");
  const isTransient = status === 429 || status === 408 || status >= 500;
  const code = reason === "" ? (status === 429 ? "RateLimit" : `http-${status}`) : reason;
  const Kind = isTransient ? ConnectivityError : RejectedError;
  return new Kind(withoutSecrets(code, credentials), withoutSecrets(words, credentials));
}

/** The venue may repeat what it was sent: neither key nor secret reaches an error or a log. */
export function withoutSecrets(text: string, { apiKey, apiSecret }: Credentials): string {
  return [apiSecret, apiKey]
    .filter((secret) => secret !== "")
    .reduce((clean, secret) => clean.replaceAll(secret, "(key)"), text);
}

function wordsOf(body: string): { readonly reason: string; readonly message: string } {
  try {
    const fields = restError.safeParse(JSON.parse(body)).data;
    return { reason: fields?.reason ?? fields?.error ?? "", message: fields?.message ?? "" };
  } catch {
    return { reason: "", message: body.trim().slice(0, HEAD_LENGTH) };
  }
}
