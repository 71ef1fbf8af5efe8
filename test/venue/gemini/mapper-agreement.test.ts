import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMapper, parseCaptureLine } from "#venue/gemini";
import { anInstrument, depthText, plain, type TextLevel, tickerText } from "./builders.ts";

const CAPTURE = new URL(
  "../../../../shared/data/gemini/gemini_v3_btcusd_perps_2026-09-30.tsv",
  import.meta.url,
);

const instruments = [
  anInstrument("btcusd", "0.01", "0.00000001"),
  anInstrument("solgusdperp", "0.005", "0.1"),
  anInstrument("shibusd", "0.0000000001", "0.000000000001"),
  anInstrument("oddusd", "0.0007", "0.000000000000000007"),
];

const scanning = createMapper({ instruments });
const parsing = createMapper({ instruments });

function bothWays(text: string): [scanned: Record<string, unknown>, parsed: Record<string, unknown>] {
  const frame = Buffer.from(text);
  return [plain(scanning.map(frame, 3)), plain(parsing.mapByJson(frame, 3))];
}

const symbol = fc.constantFrom("btcusd", "BTCUSD", "solgusdperp", "shibusd", "oddusd", "nosuch");
const digits = (max: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`));
const fraction = fc.oneof(
  digits(14),
  fc.constantFrom("005", "01", "0000000000", "54740991", "54740992", "0007"),
);
const whole = fc.oneof(
  digits(9),
  digits(24),
  fc.constantFrom("90071992", "90071993", "90071991", "0", "000"),
);
const decimal = fc.oneof(
  fc.tuple(whole, fraction).map(([w, f]) => `${w}.${f}`),
  whole,
  fc.constantFrom("0", "0.0", "-1", "NaN", "1e5", "", ".5", "5.", "1.2.3", "１"),
);
const goodDecimal = fc
  .tuple(fc.nat({ max: 90_000_000 }), fc.nat({ max: 199 }))
  .map(([w, f]) => `${w + 1}.${(f * 5).toString().padStart(3, "0")}00`);
const level = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(goodDecimal, goodDecimal) },
  fc.tuple(decimal, decimal),
) as fc.Arbitrary<TextLevel>;
const id = fc.oneof(
  fc.maxSafeNat(),
  fc.constantFrom("9007199254740992", "01", "-1", "1e3", "1.0", "12345678901234567"),
);
const frame = fc.oneof(
  fc
    .tuple(symbol, id, id, fc.array(level, { maxLength: 5 }), fc.array(level, { maxLength: 5 }))
    .map(([s, one, other, bids, asks]) => {
      const [U, u] = [one, other].sort((a, b) => Number(a) - Number(b)) as [number, number];
      return depthText(s, U, u, bids, asks);
    }),
  fc.tuple(symbol, id, level, level).map(([s, u, bid, ask]) => tickerText(s, u, bid, ask)),
);
const damage = fc.tuple(
  fc.nat(),
  fc.constantFrom("", '"', "0", "-", "]", ",", "}", "e", " ", "\\", "9"),
  fc.boolean(),
);

describe("the byte scanner and the JSON reader", () => {
  it("agree on frames with good and bad values alike", () => {
    fc.assert(
      fc.property(frame, (text) => {
        const [scanned, parsed] = bothWays(text);
        expect(scanned).toEqual(parsed);
      }),
      { numRuns: 3_000 },
    );
  });

  it("agree on frames with a damaged byte", () => {
    fc.assert(
      fc.property(frame, damage, (text, [place, put, isInserted]) => {
        const at = place % text.length;
        const [scanned, parsed] = bothWays(text.slice(0, at) + put + text.slice(isInserted ? at : at + 1));
        expect(scanned).toEqual(parsed);
      }),
      { numRuns: 3_000 },
    );
  });

  it("agree on frames cut short anywhere", () => {
    const text = depthText("btcusd", 5, 9, [["1.50", "2.0"]], [["1.51", "3.0"]]);
    for (let length = 0; length < text.length; length += 1) {
      const [scanned, parsed] = bothWays(text.slice(0, length));
      expect(scanned).toEqual(parsed);
      expect(scanned.kind).toBe("refused");
    }
  });

  it("give the values that exact arithmetic gives", () => {
    const cents = fc.bigInt({ min: 1n, max: 9_007_199_254n });
    const units = fc.bigInt({ min: 0n, max: 2n ** 53n - 1n });
    fc.assert(
      fc.property(cents, units, fc.nat({ max: 5 }), (price, size, zeros) => {
        const text = `${price / 100n}.${(price % 100n).toString().padStart(2, "0")}${"0".repeat(zeros)}`;
        const sizeText = `${size / 10n ** 8n}.${(size % 10n ** 8n).toString().padStart(8, "0")}99`;
        const [scanned] = bothWays(depthText("btcusd", 1, 2, [[text, sizeText]]));
        expect(scanned).toMatchObject({ bids: [[Number(price), Number(size)]], clipped: 0 });
      }),
      { numRuns: 2_000 },
    );
  });

  it.skipIf(!existsSync(CAPTURE))(
    "agree on every frame of the recorded session (needs ../shared/data)",
    () => {
      const learned = { tick: "0.00000001", lot: "0.00000001" };
      const recorded = ["btcusd", "btcgusdperp", "ethgusdperp"].map((s) =>
        anInstrument(s, learned.tick, learned.lot),
      );
      const one = createMapper({ instruments: recorded });
      const other = createMapper({ instruments: recorded });
      const lines = readFileSync(CAPTURE, "utf8")
        .split("\n")
        .filter((line) => line !== "");
      expect(lines).toHaveLength(203);
      for (const line of lines) {
        const captured = parseCaptureLine(line);
        if (captured === null) throw new Error(`bad line: ${line.slice(0, 80)}`);
        const bytes = Buffer.from(captured.frame);
        const scanned = plain(one.map(bytes, captured.receivedNs));
        expect(scanned).toEqual(plain(other.mapByJson(bytes, captured.receivedNs)));
        expect(scanned.kind).not.toBe("refused");
      }
    },
  );
});
