import { InputError } from "#model";

/** Integers beyond 2^53 travel as `{"$n":"123"}`; everything else is plain JSON. */
export function encodeJson(value: unknown): string {
  return JSON.stringify(value, (_key, held) => (typeof held === "bigint" ? { $n: held.toString() } : held));
}

/** The inverse of encodeJson. Throws InputError on text that is no JSON. */
export function decodeJson(text: string): unknown {
  try {
    return JSON.parse(text, (_key, held) => (isBigText(held) ? BigInt(held.$n) : held));
  } catch (cause) {
    throw new InputError("bad-json", `unreadable: ${text.slice(0, 60)}`, { cause });
  }
}

function isBigText(held: unknown): held is { readonly $n: string } {
  return (
    typeof held === "object" &&
    held !== null &&
    "$n" in held &&
    typeof held.$n === "string" &&
    /^-?\d+$/.test(held.$n)
  );
}
