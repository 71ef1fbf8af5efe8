export interface RestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const JSON_TYPE = { "content-type": "application/json" };

export function jsonReply(value: unknown): RestReply {
  return { status: 200, headers: JSON_TYPE, body: JSON.stringify(value) };
}

/** `{"result":"error","reason":"InvalidSymbol","message":"..."}` */
export function errorReply(status: number, reason: string, message: string): RestReply {
  return { status, headers: JSON_TYPE, body: JSON.stringify({ result: "error", reason, message }) };
}

/** What the venue answers while it is overloaded or down; 429 says when to come back, 5xx is plain text. */
export function faultReply(status: number): RestReply {
  if (status === 429) {
    return rateLimitReply(1);
  }
  return { status, headers: { "content-type": "text/plain" }, body: "upstream unavailable" };
}

/** The 429 of the venue with its wait in whole seconds. */
export function rateLimitReply(retryAfterSec: number): RestReply {
  const reply = errorReply(429, "RateLimit", "Rate limit exceeded");
  return { ...reply, headers: { ...JSON_TYPE, "retry-after": String(retryAfterSec) } };
}
