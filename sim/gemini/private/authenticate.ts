import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { errorReply, type RestReply } from "../server/rest-reply.ts";
import type { ApiKey } from "./api-keys.ts";
import { asRecord, parseLossless } from "./lossless.ts";
import { refuseNonce } from "./nonce.ts";

export type KeyRing = ReadonlyMap<string, ApiKey>;

/** A REST request whose signature is good. */
export interface SignedRequest {
  readonly key: ApiKey;
  readonly params: Readonly<Record<string, unknown>>;
}

export type Authentication<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly refusal: RestReply };

function refuse(status: number, reason: string, message: string): Authentication<never> {
  return { ok: false, refusal: errorReply(status, reason, message) };
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Checks key and signature: lower-case hex HMAC-SHA384 of the base64 text under the key's secret. */
function checkSignature(
  headers: IncomingHttpHeaders,
  keys: KeyRing,
): Authentication<{ readonly key: ApiKey; readonly payload: string }> {
  const name = header(headers, "x-gemini-apikey");
  const payload = header(headers, "x-gemini-payload");
  const signature = header(headers, "x-gemini-signature");
  if (name === undefined) return refuse(401, "MissingApikeyHeader", "Must provide 'X-GEMINI-APIKEY' header");
  if (payload === undefined)
    return refuse(400, "MissingPayloadHeader", "Must provide 'X-GEMINI-PAYLOAD' header");
  if (signature === undefined)
    return refuse(400, "MissingSignatureHeader", "Must provide 'X-GEMINI-SIGNATURE' header");
  const key = keys.get(name);
  if (key === undefined) return refuse(400, "InvalidApiKey", "The API key is not known");
  const expected = createHmac("sha384", key.secret).update(payload).digest("hex");
  if (signature !== expected) return refuse(400, "InvalidSignature", "InvalidSignature");
  return { ok: true, key, payload };
}

/** Checks a REST request in full, the endpoint and nonce of its payload included. */
export function authenticateRest(
  headers: IncomingHttpHeaders,
  path: string,
  keys: KeyRing,
  epochMs: number,
): Authentication<SignedRequest> {
  const signed = checkSignature(headers, keys);
  if (!signed.ok) return signed;
  const params = asRecord(parseLossless(Buffer.from(signed.payload, "base64").toString("utf8")));
  if (params === undefined) return refuse(400, "InvalidJson", "The payload is not a JSON object");
  if (params.request !== path) {
    return refuse(400, "EndpointMismatch", `EndpointMismatch: payload is for '${params.request}'`);
  }
  const wrongNonce = refuseNonce(params.nonce, signed.key, epochMs);
  if (wrongNonce !== undefined) return refuse(400, "InvalidNonce", wrongNonce);
  signed.key.lastSeenMs = epochMs;
  return { ok: true, key: signed.key, params };
}

/** True where an upgrade asks to be authenticated. */
export function hasCredentials(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => name.startsWith("x-gemini-"));
}

/**
 * Checks the upgrade of a socket: the payload is the base64 of the nonce, whole Unix seconds, and the key
 * is time-based. Every refusal is a 401.
 */
export function authenticateUpgrade(
  headers: IncomingHttpHeaders,
  keys: KeyRing,
  epochMs: number,
): Authentication<{ readonly key: ApiKey }> {
  const signed = checkSignature(headers, keys);
  if (!signed.ok) return { ok: false, refusal: { ...signed.refusal, status: 401 } };
  const { key, payload } = signed;
  const nonce = header(headers, "x-gemini-nonce") ?? "";
  if (Buffer.from(payload, "base64").toString("utf8") !== nonce) {
    return refuse(401, "InvalidSignature", "The payload is not the nonce");
  }
  if (key.nonceMode !== "time") return refuse(401, "InvalidNonce", "The key's nonces are not time-based");
  const wrongNonce = /^\d+$/.test(nonce) ? refuseNonce(nonce, key, epochMs) : "Nonce is no integer";
  if (wrongNonce !== undefined) return refuse(401, "InvalidNonce", wrongNonce);
  key.lastSeenMs = epochMs;
  return { ok: true, key };
}
