import { CLIPPED, NOT_A_NUMBER, OFF_STEP, powerOfTen, type StepScale } from "./step-scale.ts";

const QUOTE = 0x22;
const POINT = 0x2e;
const ZERO = 0x30;
/** As many digits as the JSON reader takes on either side of the point. */
const MAX_DIGITS = 30;
/** Digits that a 32-bit integer always holds. */
const CHUNK_DIGITS = 9;
/** The whole part of 2^53 / 1e8: from here on a value is clipped, or is it only just not. */
const CLIP_WHOLE = 90_071_992;

export function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Walks over a frame's bytes. Each step either consumes what it names or reports that it is not there. */
export class ByteCursor {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  #chunk = 0;

  open(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.at = 0;
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  isAtByte(byte: number): boolean {
    return this.bytes[this.at] === byte;
  }

  skipByte(byte: number): boolean {
    if (this.bytes[this.at] !== byte) return false;
    this.at += 1;
    return true;
  }

  skip(expected: Uint8Array): boolean {
    const bytes = this.bytes;
    const at = this.at;
    for (let i = 0; i < expected.length; i += 1) {
      if (bytes[at + i] !== expected[i]) return false;
    }
    this.at = at + expected.length;
    return true;
  }

  /** Moves to the next quote and returns its place; a name with an escape is not found in any table. */
  skipWord(): number {
    const bytes = this.bytes;
    let at = this.at;
    while (at < bytes.length && bytes[at] !== QUOTE) at += 1;
    this.at = at;
    return at;
  }

  /** Passes a JSON integer without sign or leading zeros, of up to 20 digits. */
  skipInteger(): boolean {
    const start = this.at;
    this.#skipDigits();
    const length = this.at - start;
    return length > 0 && length <= 20 && (length === 1 || this.bytes[start] !== ZERO);
  }

  /** Reads a JSON integer below 2^53; -1 where it is anything else. */
  readId(): number {
    const start = this.at;
    const middle = this.#readChunk(start, 8);
    const high = this.#chunk;
    const end = middle - start < 8 ? middle : this.#readChunk(middle, 8);
    const value = end === middle ? high : high * powerOfTen(end - middle) + this.#chunk;
    this.at = end;
    const length = end - start;
    if (length === 0 || this.#isDigit(end) || (length > 1 && this.bytes[start] === ZERO)) return -1;
    return value <= Number.MAX_SAFE_INTEGER ? value : -1;
  }

  /** Passes a plain decimal. */
  skipDecimal(): boolean {
    let start = this.at;
    this.#skipDigits();
    if (this.at === start || this.at - start > MAX_DIGITS) return false;
    if (this.bytes[this.at] !== POINT) return true;
    start = this.at + 1;
    this.at = start;
    this.#skipDigits();
    return this.at > start && this.at - start <= MAX_DIGITS;
  }

  /** Reads a plain decimal as ticks: exact, else OFF_STEP; CLIPPED and NOT_A_NUMBER as in readSteps. */
  readPrice(scale: StepScale): number {
    const mantissa = this.#readMantissa(scale, true);
    if (mantissa < 0 || scale.unitsNumber === 1) return mantissa;
    const rest = mantissa % scale.unitsNumber;
    return rest === 0 ? mantissa / scale.unitsNumber : OFF_STEP;
  }

  /** Reads a plain decimal as lots, rounded down. */
  readSize(scale: StepScale): number {
    const mantissa = this.#readMantissa(scale, false);
    if (mantissa < 0 || scale.unitsNumber === 1) return mantissa;
    return (mantissa - (mantissa % scale.unitsNumber)) / scale.unitsNumber;
  }

  /**
   * The value in 10^-decimals. Digits beyond that are dropped, or OFF_STEP where they must be zeros.
   * Doubles are exact here: prices beyond CLIP_WHOLE are clipped, and its edge, larger sizes and products
   * from 2^53 on are left to the exact reader.
   */
  #readMantissa(scale: StepScale, isExact: boolean): number {
    const bytes = this.bytes;
    const start = this.at;
    let at = this.#readChunk(start, CHUNK_DIGITS);
    let whole = this.#chunk;
    for (; this.#isDigit(at); at += 1) whole = whole * 10 + ((bytes[at] as number) - ZERO);
    if (at === start || at - start > MAX_DIGITS || !scale.isScannable) return NOT_A_NUMBER;
    let fraction = 0;
    let lost = 0;
    let missing = scale.decimals;
    if (bytes[at] === POINT) {
      const point = at + 1;
      at = this.#readChunk(point, missing < CHUNK_DIGITS ? missing : CHUNK_DIGITS);
      fraction = this.#chunk;
      missing -= at - point;
      for (; this.#isDigit(at); at += 1) {
        const digit = (bytes[at] as number) - ZERO;
        if (missing > 0) {
          fraction = fraction * 10 + digit;
          missing -= 1;
        } else lost |= digit;
      }
      if (at === point || at - point > MAX_DIGITS) return NOT_A_NUMBER;
    }
    this.at = at;
    if (whole >= CLIP_WHOLE) return isExact && whole > CLIP_WHOLE ? CLIPPED : NOT_A_NUMBER;
    return settle(whole, fraction * powerOfTen(missing), lost !== 0 && isExact, scale);
  }

  /**
   * Reads up to `limit` digits from `at` into `#chunk` and returns where they end. Nine digits fit a
   * 32-bit integer, whose sums cost less than those of doubles.
   */
  #readChunk(at: number, limit: number): number {
    const bytes = this.bytes;
    const stop = at + limit;
    let place = at;
    let value = 0;
    while (place < stop) {
      const byte = bytes[place] as number;
      if (!(byte >= ZERO && byte <= 0x39)) break;
      value = (value * 10 + (byte - ZERO)) | 0;
      place += 1;
    }
    this.#chunk = value;
    return place;
  }

  #skipDigits(): void {
    while (this.#isDigit(this.at)) this.at += 1;
  }

  #isDigit(at: number): boolean {
    const byte = this.bytes[at] as number;
    return byte >= ZERO && byte <= 0x39;
  }
}

/** Puts whole and fraction together. */
function settle(whole: number, fraction: number, isOffStep: boolean, scale: StepScale): number {
  const mantissa = whole * scale.power + fraction;
  // A step finer than 1e-8 with a large value: counting in units may still fit, so let BigInt decide.
  if (mantissa > Number.MAX_SAFE_INTEGER) return NOT_A_NUMBER;
  return isOffStep ? OFF_STEP : mantissa;
}
