/**
 * JSON whose numbers are not yet numbers: `JSON.parse` alone turns 73797746498585286 into ...280 and
 * tells 0.1 from 0.10 no longer. Throws SyntaxError (RangeError for absurd nesting) as JSON.parse does.
 */
type NumberReader = (source: string) => unknown;

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

// The third argument is in the language (https://github.com/tc39/proposal-json-parse-with-source) but
// not yet in the compiler's library types.
const parseWithSource: (text: string, reviver: Reviver) => unknown = JSON.parse as never;

/** Parses JSON text; each number becomes what `readNumber` makes of its source text. */
export function parseLossless(text: string, readNumber: NumberReader): unknown {
  return parseWithSource(text, (_key, value, context) =>
    typeof value === "number" ? readNumber(context.source ?? "") : value,
  );
}

/** A plain non-negative integer as a number, anything else as NaN, which no schema takes. */
export function plainInteger(source: string): number {
  return /^(?:0|[1-9]\d*)$/.test(source) ? Number(source) : Number.NaN;
}
