import type { ApiKey } from "./api-keys.ts";

const WINDOW_SEC = 30;

/**
 * Takes a nonce, a number or its text, and notes it for a key whose nonces must rise. Undefined where it
 * is good, else the venue's words. A time-based key takes Unix seconds with or without a fraction, in any
 * order and more than once; the venue's quotation marks are as odd as here.
 */
export function refuseNonce(nonce: unknown, key: ApiKey, epochMs: number): string | undefined {
  const text = String(nonce);
  const value = typeof nonce === "string" || typeof nonce === "number" ? Number(text) : Number.NaN;
  if (!Number.isFinite(value) || text.trim() === "") return "Nonce is missing or no number";
  if (key.nonceMode === "incremental") {
    if (value <= key.lastNonce) {
      return `Nonce '${text}' has not increased since your last call to the Gemini API.`;
    }
    key.lastNonce = value;
    return undefined;
  }
  const serverSec = epochMs / 1_000;
  if (Math.abs(value - serverSec) <= WINDOW_SEC) return undefined;
  return `Nonce '${text}' is not within ${WINDOW_SEC} seconds of server time '${Math.floor(serverSec)}''`;
}
