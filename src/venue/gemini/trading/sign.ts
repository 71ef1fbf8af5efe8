import { createHmac } from "node:crypto";

/** A key of the venue and its secret; the secret goes nowhere but into the signature. */
export interface Credentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** A bigint is written as a bare JSON integer, as the venue wants order ids, however long. */
export type RequestParams = Readonly<Record<string, string | number | boolean | bigint>>;

type Headers = Readonly<Record<string, string>>;

/**
 * Headers of a private REST request, whose body is empty: the payload is base64 of
 * `{"request":"/v1/...","nonce":"...",...params}`, the signature lower-case hex of HMAC-SHA384 over that
 * base64 text. See https://docs.gemini.com/authentication/api-key.
 */
export function restHeaders(
  path: string,
  nonce: string,
  params: RequestParams,
  credentials: Credentials,
): Headers {
  const fields = Object.entries({ request: path, nonce, ...params }).map(
    ([name, value]) => `${JSON.stringify(name)}:${typeof value === "bigint" ? value : JSON.stringify(value)}`,
  );
  return {
    "content-type": "text/plain",
    "cache-control": "no-cache",
    ...signed(`{${fields.join(",")}}`, credentials),
  };
}

/** Headers of the socket's upgrade request; `nonce` is Unix seconds, whole. */
export function upgradeHeaders(nonce: string, credentials: Credentials): Headers {
  return { "X-GEMINI-NONCE": nonce, ...signed(nonce, credentials) };
}

function signed(payload: string, { apiKey, apiSecret }: Credentials): Headers {
  const encoded = Buffer.from(payload).toString("base64");
  return {
    "X-GEMINI-APIKEY": apiKey,
    "X-GEMINI-PAYLOAD": encoded,
    "X-GEMINI-SIGNATURE": createHmac("sha384", apiSecret).update(encoded).digest("hex"),
  };
}
