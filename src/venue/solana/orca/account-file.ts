import { gunzipSync } from "node:zlib";
import { InputError } from "#model";

/** One account of a file, not decoded. */
export interface AccountEntry {
  readonly pubkey: string;
  readonly bytes: Uint8Array;
  /** Null where the form does not tell. */
  readonly owner: string | null;
}

export interface AccountFile {
  /** 0 where the file does not tell. */
  readonly slot: number;
  readonly accounts: Iterable<AccountEntry>;
}

/** Text of a dump, unpacked where it is gzip. Throws InputError where it cannot be unpacked. */
export function readDump(bytes: Uint8Array): string {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!packed) return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder().decode(gunzipSync(bytes));
  } catch (cause) {
    throw new InputError("bad-dump", "the account file is damaged gzip", { cause });
  }
}

/**
 * Takes an account file apart: lines of `pubkey,base64`, or the JSON form
 * `{"slot": 1, "accounts": [{"pubkey": "4Hpp…", "account": {"data": ["P5XR…", "base64"], "owner": "whir…"}}]}`,
 * of which the list alone will do. Throws InputError, also while the accounts are read.
 */
export function readAccountFile(content: unknown): AccountFile {
  const parsed = typeof content === "string" && /^\s*[[{]/.test(content) ? parseJson(content) : content;
  if (typeof parsed === "string") return { slot: 0, accounts: accountsOfCsv(parsed) };
  return { slot: slotOf(parsed), accounts: accountsOfJson(parsed) };
}

function* accountsOfCsv(text: string): Generator<AccountEntry> {
  let row = 0;
  for (const line of text.split(/\r?\n/)) {
    row += 1;
    if (line.trim() === "") continue;
    const comma = line.indexOf(",");
    const pubkey = line.slice(0, comma).trim();
    // A heading is allowed; a base58 key never holds a lower-case l.
    if (row === 1 && /^(pubkey|address|account)$/i.test(pubkey)) continue;
    if (comma < 0 || !isBase58(pubkey)) {
      throw new InputError("bad-dump", `line ${row} of the account file is not pubkey,base64`);
    }
    yield { pubkey, bytes: fromBase64(line.slice(comma + 1).trim(), pubkey), owner: null };
  }
}

function* accountsOfJson(parsed: unknown): Generator<AccountEntry> {
  const list = Array.isArray(parsed) ? parsed : fieldOf(parsed, "accounts");
  if (!Array.isArray(list)) throw new InputError("bad-dump", "the account file has no list of accounts");
  for (const entry of list) {
    const pubkey = fieldOf(entry, "pubkey");
    const account = fieldOf(entry, "account");
    // A node answers null for an account that does not exist.
    if (account === null) continue;
    const owner = fieldOf(account, "owner");
    const data = fieldOf(account, "data");
    const [text, encoding] = Array.isArray(data) ? data : [];
    if (typeof pubkey !== "string" || !isBase58(pubkey)) {
      throw new InputError("bad-dump", "an account of the file has no pubkey");
    }
    if (typeof text !== "string" || encoding !== "base64" || typeof owner !== "string") {
      throw new InputError("bad-dump", `account ${pubkey} has no owner or no data in base64`);
    }
    yield { pubkey, bytes: fromBase64(text, pubkey), owner };
  }
}

function slotOf(parsed: unknown): number {
  const slot = fieldOf(parsed, "slot");
  return typeof slot === "number" && Number.isSafeInteger(slot) && slot >= 0 ? slot : 0;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError("bad-dump", "the account file is neither JSON nor pubkey,base64", { cause });
  }
}

function isBase58(text: string): boolean {
  return /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(text);
}

function fromBase64(text: string, pubkey: string): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  // Buffer skips what it does not know; writing it again shows whether anything was skipped.
  if (bytes.toString("base64").replace(/=+$/, "") !== text.replace(/=+$/, "")) {
    throw new InputError("bad-dump", `account ${pubkey} has data that is not base64`);
  }
  return bytes;
}
