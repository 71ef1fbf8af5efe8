import type { Operation } from "./document.ts";

/** Stands in a plan for something that exists: which one is known only when the request is sent. */
export interface Known {
  readonly known: Kind;
  readonly nth: number;
}
type Kind =
  | ("opportunity" | "trade" | "user" | "apiKey" | "asset" | "password" | "refreshToken")
  | ("opportunityCursor" | "tradeCursor" | "auditCursor");

/** What a parameter or a field of a body names, null where its name says nothing. */
export function kindOf({ path }: Operation, field: string): Kind | null {
  if (field === "id")
    return path.includes("/trades/") ? "trade" : path.includes("/api-keys/") ? "apiKey" : "opportunity";
  if (field === "cursor")
    return path.endsWith("/trades")
      ? "tradeCursor"
      : path.endsWith("/audit")
        ? "auditCursor"
        : "opportunityCursor";
  return BY_NAME[field] ?? null;
}

const BY_NAME: Readonly<Record<string, Kind>> = {
  ...{ name: "user", asset: "asset", refresh_token: "refreshToken" },
  ...{ password: "password", current_password: "password", new_password: "password" },
};

/** Of each kind so many, the latest: enough to meet what exists, what was just removed, and what is old. */
const KEPT = 40;

/** What exists, as earlier answers told it. */
export interface Memory {
  /** A value of this kind; a word that means nothing where none was seen yet. */
  recall(known: Known): string;
  learn(operation: Operation, body: unknown): void;
}

export function createMemory(start: Readonly<Partial<Record<Kind, readonly string[]>>>): Memory {
  const seen = new Map<Kind, string[]>();
  const add = (kind: Kind, value: unknown) => {
    const values = seen.get(kind) ?? [];
    seen.set(kind, values);
    if (typeof value !== "string" || values.includes(value)) return;
    values.push(value);
    if (values.length > KEPT) values.shift();
  };
  for (const [kind, values] of Object.entries(start)) for (const value of values) add(kind as Kind, value);
  return {
    recall({ known, nth }) {
      const values = seen.get(known) ?? [];
      return values[nth % Math.max(1, values.length)] ?? "none";
    },
    learn(operation, body) {
      const answer = (typeof body === "object" && body !== null ? body : {}) as Readonly<
        Record<string, unknown>
      >;
      for (const { id } of rowsOf(answer.opportunities)) add("opportunity", id);
      for (const { asset } of rowsOf(answer.opportunities)) add("asset", asset);
      for (const { id } of rowsOf(answer.trades)) add("trade", id);
      for (const { name } of rowsOf(answer.users)) add("user", name);
      for (const { id } of rowsOf(answer.api_keys)) add("apiKey", id);
      for (const { id } of rowsOf([answer.api_key])) add("apiKey", id);
      add("refreshToken", answer.refresh_token);
      const cursor = kindOf(operation, "cursor");
      if (cursor !== null) add(cursor, answer.next_cursor);
    },
  };
}

function rowsOf(list: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter((row) => typeof row === "object" && row !== null) : [];
}
