import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Address } from "@solana/kit";
import { isAddress } from "@solana/kit";
import { z } from "zod";
import { WHIRLPOOL_PROGRAM } from "../ids.ts";

interface RecordedAccount {
  readonly address: Address;
  readonly owner: Address;
  readonly data: Buffer;
  readonly slot: number;
}

export interface Recording {
  /** In the order of their slots, so that a later one replaces an earlier one of the same address. */
  readonly accounts: readonly RecordedAccount[];
  readonly slot: number;
  /** Unix seconds of the block after the recording, where a file tells it. */
  readonly nextBlockTimeSec: number | undefined;
}

const key = z.custom<Address>((value) => typeof value === "string" && isAddress(value));

/** `{"slot":185759999,"accounts":[{"pubkey":"...","account":{"data":["<base64>","base64"],"owner":"..."}}]}` */
const snapshot = z.object({
  slot: z.number().int(),
  accounts: z.array(
    z.object({
      pubkey: key,
      account: z.object({ data: z.tuple([z.string(), z.literal("base64")]), owner: key }),
    }),
  ),
});

/** `{"slot":365795240,"nextBlockTime":1757467270,...}` */
const moment = z.object({ slot: z.number().int(), nextBlockTime: z.number().int() });

function readText(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** Lines `pubkey,base64`; the slot stands in the folder's name, as in `orca-eos365795240`. */
function readCsv(path: string): RecordedAccount[] {
  const slot = Number(/\d{6,}/.exec(basename(dirname(path)))?.[0] ?? 0);
  return readText(path)
    .split("\n")
    .map((line) => line.trim().split(","))
    .flatMap(([address, base64]) => {
      if (address === undefined || base64 === undefined || !isAddress(address)) return [];
      return [{ address, owner: WHIRLPOOL_PROGRAM, data: Buffer.from(base64, "base64"), slot }];
    });
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readText(path));
  } catch {
    // Not every file beside the dumps is ours to understand.
    return undefined;
  }
}

function accountsOf(json: unknown): RecordedAccount[] {
  const parsed = snapshot.safeParse(json);
  if (!parsed.success) return [];
  const { slot, accounts } = parsed.data;
  return accounts.map(({ pubkey, account }) => ({
    address: pubkey,
    owner: account.owner,
    data: Buffer.from(account.data[0], "base64"),
    slot,
  }));
}

/**
 * Reads every account dump below a folder: csv and JSON, also gzipped. Other files are passed over. Throws
 * where the folder cannot be read or holds no account.
 */
export function readRecording(folder: string): Recording {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  const accounts = paths.filter((path) => /\.csv(\.gz)?$/.test(path)).flatMap(readCsv);
  const documents = paths.filter((path) => /\.json(\.gz)?$/.test(path)).map(parseJson);
  accounts.push(...documents.flatMap(accountsOf));
  if (accounts.length === 0) throw new Error(`no account dump (.csv or .json, also .gz) below ${folder}`);
  accounts.sort((left, right) => left.slot - right.slot);
  const slot = accounts.at(-1)?.slot ?? 0;
  const moments = documents.flatMap((json) => moment.safeParse(json).data ?? []);
  return { accounts, slot, nextBlockTimeSec: moments.find((one) => one.slot === slot)?.nextBlockTime };
}
