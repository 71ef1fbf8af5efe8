import { InputError } from "#model";
import type { AccountDump } from "./account-dump.ts";
import { U64_MAX, U128_MAX } from "./program.ts";
import type { SwapOrder, SwapQuote } from "./swap.ts";

/**
 * Answers one line of the `quote` command. A request is
 * `{"pool": "4Hpp…", "a_to_b": true, "exact_in": true, "amount": "20000000", "timestamp": 1757467270}`,
 * amounts as decimal text or whole numbers, `timestamp` (block time in seconds, for adaptive pools) and
 * `sqrt_price_limit` optional. The answer is one line of JSON without its line end:
 * `{"amount_in", "amount_out", "fee", "sqrt_price", "tick", "ticks_crossed"}` in decimal text, or
 * `{"error"}` with the program's own error name or what is wrong with the request. Never throws for
 * what a request says.
 */
export function answerQuote(accounts: AccountDump, requestLine: string): string {
  try {
    const request = parseRequest(requestLine);
    const state = accounts.stateOf(request.pool, request.timestamp);
    if (state === undefined) return errorLine(`unknown pool: ${request.pool}`);
    const quote = state.quote(request.order);
    return typeof quote === "string" ? errorLine(quote) : quoteLine(quote);
  } catch (error) {
    if (error instanceof InputError) return errorLine(error.message);
    throw error;
  }
}

interface QuoteRequest {
  readonly pool: string;
  readonly order: SwapOrder;
  readonly timestamp: bigint | null;
}

function parseRequest(line: string): QuoteRequest {
  const request = parseObject(line);
  const { pool } = request;
  if (typeof pool !== "string") throw new InputError("bad-request", "pool must be an address in text");
  const amount = wholeOf(request, "amount", U64_MAX);
  if (amount === null) throw new InputError("bad-request", "amount is missing");
  return {
    pool,
    order: {
      aToB: flagOf(request, "a_to_b"),
      exactIn: flagOf(request, "exact_in"),
      amount,
      sqrtPriceLimit: wholeOf(request, "sqrt_price_limit", U128_MAX) ?? 0n,
    },
    timestamp: wholeOf(request, "timestamp", U64_MAX),
  };
}

function parseObject(line: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    // A whole number beyond 2^53 keeps its digits: JSON.parse alone would round it.
    parsed = JSON.parse(line, (_key, value, context?: { readonly source?: string }) =>
      typeof value === "number" ? (context?.source ?? String(value)) : value,
    );
  } catch {
    throw new InputError("bad-request", `not JSON: ${line.slice(0, 40)}`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new InputError("bad-request", "a request must be a JSON object");
  }
  return { ...parsed };
}

function flagOf(request: Record<string, unknown>, name: string): boolean {
  const flag = request[name];
  if (typeof flag !== "boolean") throw new InputError("bad-request", `${name} must be true or false`);
  return flag;
}

/** Null where the field is absent. */
function wholeOf(request: Record<string, unknown>, name: string, largest: bigint): bigint | null {
  const value = request[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== "string" || !/^-?\d{1,60}$/.test(value)) {
    throw new InputError("bad-request", `${name} must be a whole number`);
  }
  const whole = BigInt(value);
  if (whole < 0n || whole > largest) {
    throw new InputError("bad-request", `${name} must be between 0 and ${largest}: ${value}`);
  }
  return whole;
}

function quoteLine(quote: SwapQuote): string {
  return JSON.stringify({
    amount_in: String(quote.amountIn),
    amount_out: String(quote.amountOut),
    fee: String(quote.fee),
    sqrt_price: String(quote.sqrtPrice),
    tick: String(quote.tick),
    ticks_crossed: String(quote.ticksCrossed),
  });
}

function errorLine(error: string): string {
  return JSON.stringify({ error });
}
