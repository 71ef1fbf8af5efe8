/** Random bytes that nobody can foresee, handed in from outside. */
export type Entropy = (byteCount: number) => Uint8Array;

/** An id without meaning, 96 bits: nobody meets one by guessing, and no two are alike. */
export function newId(entropy: Entropy): string {
  return Buffer.from(entropy(12)).toString("base64url");
}
