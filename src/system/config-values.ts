import { isIP } from "node:net";
import { ConfigError, parseDecimal } from "#model";

/** Readers of single configuration values. Each throws a ConfigError of one line that names its key. */
export type Reader<T> = (key: string, text: string) => T;

function refuse(key: string, want: string): never {
  throw new ConfigError(key, `${key}: ${want}`);
}

/** Decimal text from `min` to `max`, kept as an integer of 10^-`decimals`; never a float. */
export function decimalBetween(min: string, max: string, decimals: number): Reader<bigint> {
  const [low, high] = [parseDecimal(min, decimals, "exact"), parseDecimal(max, decimals, "exact")];
  return (key, text) => {
    const want = `expected a decimal number from ${min} to ${max}, got "${text}"`;
    let value: bigint;
    try {
      value = parseDecimal(text.trim(), decimals, "exact");
    } catch {
      return refuse(key, want);
    }
    return value < low || value > high ? refuse(key, want) : value;
  };
}

export function wholeBetween(min: number, max: number): Reader<number> {
  return (key, text) => {
    const value = /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max))
      refuse(key, `expected a whole number from ${min} to ${max}, got "${text}"`);
    return value;
  };
}

/** Seconds with decimals, as whole milliseconds. */
export function secondsBetween(min: string, max: string): Reader<number> {
  const read = decimalBetween(min, max, 3);
  return (key, text) => Number(read(key, text));
}

export function oneOf<T extends string>(...choices: readonly T[]): Reader<T> {
  return (key, text) => {
    const found = choices.find((choice) => choice === text.trim().toLowerCase());
    return found ?? refuse(key, `expected one of ${choices.join(", ")}, got "${text}"`);
  };
}

export const yesOrNo: Reader<boolean> = (key, text) => {
  const said = text.trim().toLowerCase();
  if (["true", "1", "yes", "on"].includes(said)) return true;
  if (["false", "0", "no", "off"].includes(said)) return false;
  return refuse(key, `expected true or false, got "${text}"`);
};

/** Comma list of addresses with one of the given schemes; never echoes the address, it may hold a key. */
export function addresses(...schemes: readonly string[]): Reader<readonly string[]> {
  return (key, text) => {
    const list = text.split(",").map((part) => part.trim());
    for (const part of list) {
      const url = URL.parse(part);
      if (url === null || !schemes.includes(url.protocol.replace(":", "")))
        refuse(key, `expected ${schemes.join(" or ")} addresses separated by commas`);
    }
    return list;
  };
}

/** One address with one of the given schemes; never echoed, it may hold a key or a password. */
export function address(...schemes: readonly string[]): Reader<string> {
  return (key, text) => {
    const value = text.trim();
    const url = URL.parse(value);
    if (url === null || url.hostname === "" || !schemes.includes(url.protocol.replace(":", "")))
      refuse(key, `expected one ${schemes.map((scheme) => `${scheme}://`).join(" or ")} address`);
    return value;
  };
}

/** Text of one shape, never echoed: it may be a secret, and a slip of the keys still holds most of it. */
export function shaped(pattern: RegExp, want: string): Reader<string> {
  return (key, text) => (pattern.test(text.trim()) ? text.trim() : refuse(key, `expected ${want}`));
}

/** Comma list of mail addresses, at least one. */
export const mailAddresses: Reader<readonly string[]> = (key, text) => {
  const parts = list(key, text);
  const wrong = parts.find((part) => !/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(part));
  if (wrong !== undefined || parts.length === 0)
    refuse(key, `expected mail addresses separated by commas, got "${wrong ?? text}"`);
  return parts;
};

/** A Solana address in base58 text; whether the account exists is the venue's word, not ours. */
export const solanaAddress: Reader<string> = (key, text) => {
  const value = text.trim();
  if (!/^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(value))
    refuse(key, `expected a Solana address, got "${value.slice(0, 60)}"`);
  return value;
};

/** Comma list of web origins as browsers send them, such as `https://desk.example:8443`: no path, no star. */
export const origins: Reader<readonly string[]> = (key, text) =>
  list(key, text).map((part) => {
    const url = URL.parse(part);
    if (url === null || url.origin !== part)
      refuse(key, `expected origins such as http://localhost:3000 separated by commas, got "${part}"`);
    return part;
  });

/** Comma list of IP addresses, each with or without a prefix length; zones such as `%eth0` have no place here. */
export const ipRanges: Reader<readonly string[]> = (key, text) =>
  list(key, text).map((part) => {
    const [, address = "", prefix] = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(part) ?? [];
    const bits = isIP(address) === 4 ? 32 : 128;
    if (isIP(address) === 0 || Number(prefix ?? bits) > bits)
      refuse(key, `expected IP addresses or ranges separated by commas, got "${part}"`);
    return part;
  });

/** A MongoDB address; never echoed, it may hold a password. */
export const mongoAddress: Reader<string> = (key, text) => {
  const value = text.trim();
  if (!/^mongodb(\+srv)?:\/\/\S+$/.test(value))
    refuse(key, "expected a mongodb:// or mongodb+srv:// address");
  return value;
};

/** A secret of at least so many bytes; never echoed. */
export function secretOfBytes(min: number): Reader<string> {
  return (key, text) => {
    const value = text.trim();
    if (Buffer.byteLength(value) < min) refuse(key, `expected at least ${min} bytes`);
    return value;
  };
}

export const text: Reader<string> = (_key, value) => value.trim();

export const list: Reader<readonly string[]> = (_key, value) =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
