import { InputError, type Instrument, parseStep, parseSteps, RejectedError } from "#model";
import { symbolDetails, symbolList } from "./messages.ts";
import { getPublic, type RestOptions } from "./rest.ts";

/** What the venue knows of a symbol; `unlisted` is an answer, not a failure. */
export type InstrumentAnswer =
  | { readonly kind: "listed"; readonly instrument: Instrument }
  | { readonly kind: "unlisted"; readonly symbol: string; readonly reason: string };

/** Statuses in which an immediate-or-cancel limit order is taken. */
const OPEN_STATUSES = new Set(["open", "limit_only"]);

/** All symbols of the venue, lower case. Throws ConnectivityError, RejectedError as getPublic does. */
export async function fetchSymbols(options: RestOptions): Promise<readonly string[]> {
  const answer = await getPublic("/v1/symbols", options);
  const symbols = answer.kind === "ok" ? symbolList.safeParse(answer.body).data : undefined;
  if (symbols === undefined) throw new RejectedError("gemini-symbols", "the list of symbols cannot be read");
  return symbols.map((symbol) => symbol.toLowerCase());
}

/** Reads one instrument's steps and minimum. Throws ConnectivityError, or RejectedError for a bad reply. */
export async function fetchInstrument(symbol: string, options: RestOptions): Promise<InstrumentAnswer> {
  const name = symbol.toLowerCase();
  const answer = await getPublic(`/v1/symbols/details/${encodeURIComponent(name)}`, options);
  if (answer.kind === "ok") return { kind: "listed", instrument: parseInstrument(name, answer.body) };
  const { status, reason } = answer;
  const isUnknown = status === 404 || (status === 400 && /symbol|^Bad Request$|^$/i.test(reason));
  if (isUnknown) return { kind: "unlisted", symbol: name, reason: reason || `HTTP ${status}` };
  throw new RejectedError("gemini-symbol", `${name}: HTTP ${status} ${reason}`.trim());
}

/** Reads several, one after the other: the venue asks for at most one public request a second. */
export async function fetchInstruments(
  symbols: readonly string[],
  options: RestOptions,
): Promise<readonly InstrumentAnswer[]> {
  const answers: InstrumentAnswer[] = [];
  for (const symbol of symbols) answers.push(await fetchInstrument(symbol, options));
  return answers;
}

/**
 * Makes an instrument of a details reply whose numbers are still text. The venue calls the quantity's
 * step `tick_size` and the price's `quote_increment`. The minimum is rounded up to whole lots.
 */
export function parseInstrument(symbol: string, body: unknown): Instrument {
  const parsed = symbolDetails.safeParse(body);
  if (!parsed.success) throw unreadable(symbol, parsed.error);
  const details = parsed.data;
  if (details.symbol.toLowerCase() !== symbol) throw unreadable(symbol, details.symbol);
  try {
    const lotSize = parseStep(details.tick_size);
    return {
      symbol,
      base: details.base_currency.toUpperCase(),
      quote: details.quote_currency.toUpperCase(),
      tickSize: parseStep(details.quote_increment),
      lotSize,
      minLots: parseSteps(details.min_order_size, lotSize, "ceil"),
      open: OPEN_STATUSES.has(details.status.toLowerCase()),
    };
  } catch (error) {
    if (error instanceof InputError) throw unreadable(symbol, error);
    throw error;
  }
}

function unreadable(symbol: string, cause: unknown): RejectedError {
  return new RejectedError("gemini-symbol", `${symbol}: its details cannot be read`, { cause });
}
