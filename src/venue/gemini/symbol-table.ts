import type { Instrument } from "#model";
import { createStepScale, type StepScale } from "./step-scale.ts";

/** An instrument with what the mapper needs to read its frames. */
export interface Listing {
  readonly instrument: Instrument;
  /** The interned symbol, lower case. */
  readonly symbol: string;
  /** The symbol's bytes, lower case. */
  readonly bytes: Uint8Array;
  readonly price: StepScale;
  readonly lot: StepScale;
}

/** The instruments of one feed by symbol, compared without regard to case. */
export class SymbolTable {
  readonly #listings: Listing[] = [];
  readonly #bySymbol = new Map<string, Listing>();
  readonly #learn: ((symbol: string) => Instrument) | undefined;

  /** `learn` makes the instrument of a symbol not seen before; without it such a symbol is unknown. */
  constructor(instruments: readonly Instrument[], learn?: (symbol: string) => Instrument) {
    this.#learn = learn;
    for (const instrument of instruments) this.#add(instrument);
  }

  /** The listing of a symbol in any case; undefined where it is unknown. */
  find(name: string): Listing | undefined {
    const symbol = name.toLowerCase();
    const known = this.#bySymbol.get(symbol);
    if (known !== undefined || this.#learn === undefined) return known;
    // Digits, letters and what Gemini's contract names use; anything else is no symbol.
    return /^[a-z0-9][a-z0-9._-]{1,63}$/.test(symbol) ? this.#add(this.#learn(symbol)) : undefined;
  }

  /** The listing whose name lies at bytes[start, end); undefined where it is not among those known. */
  findBytes(bytes: Uint8Array, start: number, end: number): Listing | undefined {
    for (let i = 0; i < this.#listings.length; i += 1) {
      const listing = this.#listings[i] as Listing;
      if (listing.bytes.length === end - start && matches(listing.bytes, bytes, start)) return listing;
    }
    return undefined;
  }

  #add(instrument: Instrument): Listing {
    const symbol = instrument.symbol.toLowerCase();
    const listing: Listing = {
      instrument,
      symbol,
      bytes: new TextEncoder().encode(symbol),
      price: createStepScale(instrument.tickSize),
      lot: createStepScale(instrument.lotSize),
    };
    this.#listings.push(listing);
    this.#bySymbol.set(symbol, listing);
    return listing;
  }
}

function matches(name: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < name.length; i += 1) {
    const byte = bytes[start + i] as number;
    const isUpper = byte >= 0x41 && byte <= 0x5a;
    if ((isUpper ? byte + 0x20 : byte) !== name[i]) return false;
  }
  return true;
}
