import { zstdCompressSync } from "node:zlib";
import { base58 } from "../bytes.ts";
import type { AccountVersion } from "../chain/account-store.ts";
import { invalidParams, tooLargeForBase58 } from "./errors.ts";
import type { AccountConfig } from "./params.ts";

declare global {
  /** In V8 since 11.4, not yet in the language's own types. */
  interface JSON {
    rawJSON(text: string): unknown;
  }
}

const MAX_BASE58_BYTES = 128;

/** All ones: an account that pays no rent. Past 2^53, so it is written as these digits and not as a float. */
const RENT_EPOCH = JSON.rawJSON("18446744073709551615");

type Encoding = Pick<AccountConfig, "encoding" | "dataSlice">;

function encodeBase58(data: Buffer): string {
  if (data.length > MAX_BASE58_BYTES) throw tooLargeForBase58();
  return base58(data);
}

function encodeData(version: Omit<AccountVersion, "slot">, { encoding, dataSlice }: Encoding): unknown {
  if (encoding === "base64" && dataSlice === undefined) return [version.base64, "base64"];
  const from = dataSlice?.offset ?? 0;
  const data = version.data.subarray(from, dataSlice === undefined ? undefined : from + dataSlice.length);
  switch (encoding) {
    case "base64":
      return [data.toString("base64"), "base64"];
    case "base64+zstd":
      return [zstdCompressSync(data).toString("base64"), "base64+zstd"];
    case "base58":
      return [encodeBase58(data), "base58"];
    case "jsonParsed":
      throw invalidParams("this node does not parse accounts, use base64 encoding");
    case undefined:
      // Real nodes answer an old client that names no encoding with bare base58 text.
      return encodeBase58(data);
  }
}

/** `{data, executable, lamports, owner, rentEpoch, space}`, or null for an account that does not exist. */
export function accountJson(version: Omit<AccountVersion, "slot"> | undefined, encoding: Encoding) {
  if (version === undefined) return null;
  return {
    data: encodeData(version, encoding),
    executable: false,
    lamports: Number(version.lamports),
    owner: version.owner,
    rentEpoch: RENT_EPOCH,
    space: version.data.length,
  };
}
