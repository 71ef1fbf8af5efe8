import type { PageKey } from "#ledger";
import { InputError } from "#model";

/** Where a listing goes on, as one opaque word: base64url of `<ms since 1970>.<id>`. */
export function encodeCursor(key: PageKey): string {
  return Buffer.from(`${key.timestampMs}.${key.id}`).toString("base64url");
}

/** Null on the last page. */
export function wireCursor(key: PageKey | null): string | null {
  return key === null ? null : encodeCursor(key);
}

/** The exact inverse. Throws InputError on anything that encodeCursor did not make. */
export function decodeCursor(cursor: string): PageKey {
  const [, digits, id] = /^(\d{1,15})\.(.{1,200})$/s.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (digits !== undefined && id !== undefined) {
    const key = { timestampMs: Number(digits), id };
    if (encodeCursor(key) === cursor) return key;
  }
  throw new InputError("bad-cursor", "cursor: not a cursor of this listing");
}
