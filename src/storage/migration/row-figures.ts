import { createHash } from "node:crypto";

/** What one side holds of a kind. */
export interface RowFigures {
  readonly rows: number;
  /** 1e-9 USD. */
  readonly sums: Readonly<Record<string, bigint>>;
  /** SHA-256 over the text of every row (see rowText) in the order of their time and id, hex. */
  readonly sha256: string;
}

/** Adds rows up as they pass, so that a million of them need no memory. */
export function createFigures<Row>(sums: Readonly<Record<string, (row: Row) => bigint>>): {
  add(row: Row): void;
  figures(): RowFigures;
} {
  const totals = new Map(Object.keys(sums).map((name) => [name, 0n]));
  const hash = createHash("sha256");
  let rows = 0;
  return {
    add(row) {
      rows += 1;
      hash.update(`${rowText(row)}\n`);
      for (const [name, amountOf] of Object.entries(sums))
        totals.set(name, (totals.get(name) ?? 0n) + amountOf(row));
    },
    figures: () => ({ rows, sums: Object.fromEntries(totals), sha256: hash.copy().digest("hex") }),
  };
}

/** Everything that a row says as text: equal for equal rows, whatever store they were read from. */
export function rowText(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(rowText).join(",")}]`;
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, held]) => `${name}:${rowText(held)}`).join(",")}}`;
}

export function agree(one: RowFigures, other: RowFigures): boolean {
  return rowText(one) === rowText(other);
}
