import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "#model";
import { answerQuote, loadAccounts, readDump } from "../../../../src/venue/solana/orca/index.ts";
import { fixtureText } from "./support.ts";

const csv = fixtureText("mainnet-365795240.csv");
const dump = loadAccounts(csv);
const KMNO = "2nJjE2ba3iGtefN4UNM1KN5FdYCwssU4Bzhc8URceqh6";
const ADAPTIVE = "4HppGTweoGQ8ZZ6UcCgwJKfi5mJD9Dqwy6htCpnbfBLW";

function ask(request: unknown): Record<string, string> {
  const line = answerQuote(dump, typeof request === "string" ? request : JSON.stringify(request));
  expect(line).not.toContain("\n");
  return JSON.parse(line);
}

const kmnoSale = { pool: KMNO, a_to_b: true, exact_in: true, amount: "76594545" };

describe("a quote request", () => {
  it("is answered in decimal text", () => {
    expect(ask(kmnoSale)).toEqual({
      amount_in: "76594545",
      amount_out: "16155704",
      fee: "38298",
      sqrt_price: "8474047690652607512",
      tick: "-15559",
      ticks_crossed: "0",
    });
  });

  it("may write whole numbers as numbers, beyond 2^53 to the last digit", () => {
    expect(ask({ ...kmnoSale, amount: 76594545 })).toEqual(ask(kmnoSale));
    const huge = `{"pool":"${KMNO}","a_to_b":true,"exact_in":true,"amount":18446744073709551615}`;
    expect(ask(huge)).toEqual({ error: "TickArraySequenceInvalidIndex" });
    expect(ask(huge.replace("615}", "616}")).error).toMatch(
      /^amount must be between 0 and 18446744073709551615/,
    );
  });

  it("of an adaptive pool needs a timestamp", () => {
    const sale = { pool: ADAPTIVE, a_to_b: true, exact_in: true, amount: "20000000" };
    expect(ask(sale)).toEqual({ error: "TimestampMissing" });
    expect(ask({ ...sale, timestamp: 1757467270 })).toMatchObject({ amount_out: "4325437", fee: "9100" });
    expect(ask({ ...sale, timestamp: "1757467270" })).toMatchObject({ amount_out: "4325437" });
    expect(ask({ ...sale, timestamp: 1 })).toEqual({ error: "InvalidTimestamp" });
  });

  it("may ask for an output, and set a limit", () => {
    const bought = ask({ ...kmnoSale, exact_in: false, amount: "16155704" });
    expect(bought).toMatchObject({ amount_out: "16155704" });
    expect(BigInt(bought.amount_in!)).toBeLessThanOrEqual(76594545n);
    const limited = ask({ ...kmnoSale, sqrt_price_limit: "8474104210733383000" });
    expect(limited.sqrt_price).toBe("8474104210733383000");
  });

  const bad: [string, unknown, RegExp][] = [
    ["nothing", "", /^not JSON/],
    ["no JSON", "{pool", /^not JSON: \{pool/],
    ["a list", "[]", /must be a JSON object/],
    ["null", "null", /must be a JSON object/],
    ["no pool", { ...kmnoSale, pool: undefined }, /^pool must be/],
    ["an unknown pool", { ...kmnoSale, pool: "nowhere" }, /^unknown pool: nowhere$/],
    [
      "an account that is no pool",
      { ...kmnoSale, pool: "31HfnCJfkAmdiAqXTRPVCPo9uDXLRstpK7tU2kk5zYB7" },
      /^unknown pool/,
    ],
    ["no direction", { ...kmnoSale, a_to_b: undefined }, /^a_to_b must be true or false$/],
    ["a direction in text", { ...kmnoSale, exact_in: "yes" }, /^exact_in must be true or false$/],
    ["no amount", { ...kmnoSale, amount: undefined }, /^amount is missing$/],
    ["an amount of 0", { ...kmnoSale, amount: "0" }, /^ZeroTradableAmount$/],
    [
      "a negative amount",
      { ...kmnoSale, amount: -5 },
      /^amount must be between 0 and 18446744073709551615: -5$/,
    ],
    ["a fraction", { ...kmnoSale, amount: 1.5 }, /^amount must be a whole number$/],
    ["an exponent", { ...kmnoSale, amount: "1e9" }, /^amount must be a whole number$/],
    ["an amount that is no number", { ...kmnoSale, amount: "NaN" }, /^amount must be a whole number$/],
    ["an amount with blanks", { ...kmnoSale, amount: " 5" }, /^amount must be a whole number$/],
    ["an endless amount", { ...kmnoSale, amount: "9".repeat(5000) }, /^amount must be a whole number$/],
    ["a limit out of bounds", { ...kmnoSale, sqrt_price_limit: "1" }, /^SqrtPriceOutOfBounds$/],
    ["a wrong timestamp", { ...kmnoSale, timestamp: "now" }, /^timestamp must be a whole number$/],
  ];

  it.each(bad)("that is %s gets an error that says so", (_name, request, message) => {
    const answer = ask(request);
    expect(Object.keys(answer)).toEqual(["error"]);
    expect(answer.error).toMatch(message);
  });

  it("never makes the answerer throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => typeof answerQuote(dump, line) === "string"),
    );
  });
});

describe("an account file", () => {
  const rows = csv
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const asJson = (owner: string) => ({
    slot: 365795240,
    accounts: rows.map(([pubkey, data]) => ({ pubkey, account: { data: [data, "base64"], owner } })),
  });
  const orca = "whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc";
  const answerFrom = (content: unknown) => answerQuote(loadAccounts(content), JSON.stringify(kmnoSale));

  it("is read as csv, as JSON, parsed or not, plain or packed, to the same answers", () => {
    const expected = answerQuote(dump, JSON.stringify(kmnoSale));
    const json = asJson(orca);
    expect(answerFrom(json)).toBe(expected);
    expect(answerFrom(JSON.stringify(json))).toBe(expected);
    expect(answerFrom(json.accounts)).toBe(expected);
    expect(answerFrom(readDump(gzipSync(JSON.stringify(json))))).toBe(expected);
    expect(answerFrom(readDump(gzipSync(csv)))).toBe(expected);
    expect(answerFrom(readDump(Buffer.from(csv.replaceAll("\n", "\r\n"))))).toBe(expected);
    expect(loadAccounts(json).slot).toBe(365795240);
  });

  it("may hold the immutable program's pools, other accounts, and gaps", () => {
    expect(answerFrom(asJson("iwhrLHdsgrvmnwU8GF2FSmyabSMjfHwFGJAX2ufJ3ZN"))).toBe(answerFrom(csv));
    const mint = `${orca},AQAAAAAAAAA=\n`;
    const json = asJson(orca);
    const gap = { pubkey: orca, account: null };
    expect(answerFrom(mint + csv)).toBe(answerFrom(csv));
    expect(answerFrom([...json.accounts, gap])).toBe(answerFrom(csv));
  });

  it("treats an array that it does not hold as empty", () => {
    const without = rows.filter(([, data]) => !data!.startsWith("Edj2juHH2j"));
    const sale = JSON.parse(answerFrom(without.map((row) => row.join(",")).join("\n")));
    expect(sale).toMatchObject({ amount_out: "16155704", ticks_crossed: "0" });
  });

  const bad: [string, () => unknown, RegExp][] = [
    [
      "is of another program",
      () => loadAccounts(asJson("11111111111111111111111111111111")),
      /owned by 1111/,
    ],
    ["is no table", () => loadAccounts("hello"), /line 1 of the account file is not pubkey,base64/],
    ["is broken JSON", () => loadAccounts("{"), /neither JSON nor pubkey,base64/],
    ["has no accounts", () => loadAccounts("{}"), /has no list of accounts/],
    ["has an account without a key", () => loadAccounts([{}]), /has no pubkey/],
    ["has no base64", () => loadAccounts(`${KMNO},@@@@`), /data that is not base64/],
    [
      "holds an account of ours that lost its discriminator",
      () => loadAccounts(`${KMNO},${Buffer.alloc(9988).toString("base64")}`),
      /9988 bytes, but none of Orca's discriminators/,
    ],
    [
      "holds a cut pool",
      () => loadAccounts(csv.split("\n")[0]!.slice(0, 200)),
      /account 2nJj.*expected 653 bytes/,
    ],
    ["holds an account twice", () => loadAccounts(csv + csv), /a second pool for 2nJj/],
    ["is damaged gzip", () => readDump(Uint8Array.of(0x1f, 0x8b, 1, 2, 3)), /damaged gzip/],
  ];

  it.each(bad)("that %s is refused by name", (_name, load, message) => {
    expect(load).toThrow(InputError);
    expect(load).toThrow(message);
  });
});
