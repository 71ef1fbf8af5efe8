/** A clock that went back further than this was set; nonces ahead of it would be refused for as long. */
const SET_BACK_MICROS = 1_000_000;

/**
 * Nonces for keys with time-based nonces: Unix seconds with six digits of fraction, each above the one
 * before. The venue takes what lies within 30 s of its own clock; ours is never corrected, so that a clock
 * which is wrong is refused and seen instead of hidden.
 */
export function createRestNonce(epochMs: () => number): () => string {
  let last = 0;
  return () => {
    const now = Math.floor(epochMs() * 1_000);
    last = now < last - SET_BACK_MICROS ? now : Math.max(now, last + 1);
    return `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, "0")}`;
  };
}

/** The socket's nonce: whole Unix seconds of this moment. */
export function socketNonce(epochMs: number): string {
  return String(Math.floor(epochMs / 1_000));
}
