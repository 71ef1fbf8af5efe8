import { USDC_SYMBOL } from "#engine";
import type { Instrument } from "#model";
import type { Fetch } from "#transport";
import { fetchInstruments } from "#venue/gemini";
import type { BackendOptions } from "../backend-options.ts";

/** What the exchange's REST side says of the configured symbols, and of the time. */
export interface ExchangeListing {
  readonly instruments: readonly Instrument[];
  /** Symbols that it does not list. */
  readonly unlisted: readonly string[];
  /** Its clock less ours by the Date header, exact to half a second; null where it sends none. */
  readonly skewMs: number | null;
  readonly roundTripMs: number;
}

/** Asks for the symbols of all assets, each tried twice. Rejects as fetchInstruments does. */
export async function readListing(
  { config, clock, timers, log }: BackendOptions,
  signal: AbortSignal,
): Promise<ExchangeListing> {
  const symbols = [...new Set([...config.assets.map(({ symbol }) => symbol), USDC_SYMBOL])];
  let skewMs: number | null = null;
  let roundTripMs = 0;
  const fetchAndTime: Fetch = async (url, init) => {
    const sentMs = clock.epochMs();
    const sentNs = clock.monotonicNs();
    const response = await fetch(url, init);
    roundTripMs = (clock.monotonicNs() - sentNs) / 1e6;
    const venueMs = Date.parse(response.headers.get("date") ?? "");
    // The header leaves out the fraction of its second.
    if (!Number.isNaN(venueMs)) skewMs = venueMs + 500 - (sentMs + roundTripMs / 2);
    return response;
  };
  const rest = { baseUrl: config.geminiRestUrl, timers, log, fetch: fetchAndTime, attempts: 2, signal };
  const answers = await fetchInstruments(symbols, rest);
  return {
    instruments: answers.flatMap((answer) => (answer.kind === "listed" ? [answer.instrument] : [])),
    unlisted: answers.flatMap((answer) => (answer.kind === "unlisted" ? [answer.symbol] : [])),
    ...{ skewMs, roundTripMs },
  };
}
