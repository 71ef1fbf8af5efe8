import { expect, it } from "vitest";
import { tradeCsvHeader, tradeCsvRow } from "#ledger";
import { trade as wireTrade } from "#wire";
import { aTrade } from "./builders.ts";

/** RFC 4180, read by the letter. */
function parse(line: string): string[] {
  expect(line.endsWith("\r\n")).toBe(true);
  const fields = line.slice(0, -2).match(/(?:"(?:[^"]|"")*"|[^,"]*)(?:,|$)/g) ?? [];
  return fields
    .map((field) => field.replace(/,$/, ""))
    .map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field))
    .slice(0, header().length);
}

function header(): string[] {
  return tradeCsvHeader().trimEnd().split(",");
}

function rowOf(changes: Parameters<typeof aTrade>[0] = {}): Record<string, string> {
  const fields = parse(tradeCsvRow(aTrade(changes)));
  return Object.fromEntries(header().map((name, index) => [name, fields[index] ?? "missing"]));
}

it("names its columns as the API does, attribution flattened", () => {
  const own = header().filter((name) => !name.startsWith("attribution_"));
  expect(own).toEqual(
    Object.keys(wireTrade.shape)
      .filter((name) => name !== "attribution")
      .sort(byOrderOf(own)),
  );
});

it("writes money as plain decimals, times in UTC and absent values as nothing", () => {
  expect(rowOf({ exposureMs: null, attribution: null, closedAtMs: null })).toMatchObject({
    id: "trade-1",
    trade_id: "trade-1",
    timestamp: "2026-01-02T03:04:05.678Z",
    closed_at: "",
    size: "11.5",
    pnl_usd: "-4.914000001",
    pnl_abs: "-4.914000001",
    pnl_pct: "-0.512355",
    residual: "-0.000000000000000001",
    exposure_ms: "",
    is_simulated: "true",
    attribution_fee_usd: "",
    attribution_reserve_usd: "",
  });
  expect(rowOf()).toMatchObject({ attribution_adverse_usd: "-9.828000004", attribution_network_usd: "0" });
});

it.each([
  ['a "quoted", word', 'a "quoted", word'],
  ["two\r\nlines", "two\r\nlines"],
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["+1", "'+1"],
  ["-1+cmd", "'-1+cmd"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["plain = text", "plain = text"],
])("keeps %j whole and harmless in a spreadsheet", (statusReason, expected) => {
  expect(rowOf({ statusReason }).status_reason).toBe(expected);
});

it("guards ids of venues too, and leaves negative numbers alone", () => {
  expect(rowOf({ cexOrderId: "=1", asset: "@A" })).toMatchObject({
    cex_order_id: "'=1",
    asset: "'@A",
    pnl_usd: "-4.914000001",
  });
});

/** Column order is the export's own: only the set of names must agree. */
function byOrderOf(names: readonly string[]) {
  return (a: string, b: string) => names.indexOf(a) - names.indexOf(b);
}
