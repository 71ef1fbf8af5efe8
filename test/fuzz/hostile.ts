import type { Draw } from "../../src/system/chaos/draw.ts";

/** Text that breaks what was not written for it: controls, directions, lone halves, ends of numbers, other languages. */
const TEXTS = [
  ...[
    "",
    " ",
    "\u0000",
    "a\u0000b",
    "\r\nx-injected: 1",
    "\u202egnp.exe",
    "\ud800",
    "\udfff\ud83d",
    "\ufeff",
    "👩‍👩‍👧‍👦",
  ],
  ...["NaN", "Infinity", "-Infinity", "1e309", "1e2", "-0", "0x10", "1_000", "٣", "01", "+1", ".5", "5."],
  ...["9007199254740993", "-9223372036854775809", "99999999999999999999", "0.0000000000000000001", "1e-400"],
  ...[
    "null",
    "undefined",
    "true",
    "[object Object]",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
  ],
  ...["' OR 1=1 --", '"; DROP TABLE trades; --', '{"$gt":""}', "$where", "%", "_", "*", "{{7*7}}"],
  ...[
    "../../etc/passwd",
    "..%2f..%2f",
    "file:///etc/passwd",
    "<script>alert(1)</script>",
    "=1+1",
    "\t",
    "%00",
  ],
  ...[
    "2026-02-30T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z",
    "2026-01-01",
    "+275760-09-13T00:00:00Z",
  ],
  ...[
    "MC4",
    "MTc5MDAwMDAwMDAwMC54",
    "OTk5OTk5OTk5OTk5OTk5Lng",
    "all",
    "venue:",
    "asset:-USD",
    "pool:",
    "SOL-USD",
    "sol-usd",
  ],
] as const;

const NUMBERS = [
  0,
  -0,
  -1,
  1,
  0.1,
  -0.5,
  1e21,
  1e-7,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  1.0000000000000002,
];

/** Values of a body that are written as they are: JSON of numbers that JavaScript cannot hold, and no JSON at all. */
export const RAW_VALUES = [
  ...["1e999", "-1e999", "123456789012345678901234567890", "0.1e-999", "-0", "NaN", "Infinity", "-Infinity"],
  ...["01", "1.", ".5", "+1", "0x1f", "undefined", "'x'", "[,]", "{}x", "\u0000"],
] as const;

export function hostileText(draw: Draw): string {
  if (draw.chance(0.12)) return hugeText(draw);
  if (draw.chance(0.2)) return randomText(draw);
  return pickOf(draw, TEXTS);
}

/** Around the limits that are usual for names, fields, heads and bodies. */
export function hugeText(draw: Draw): string {
  const length = draw.pick([65, 100, 101, 201, 257, 501, 513, 1_000, 5_000, 20_000, 70_000]);
  return draw.pick(["a", "9", "é", "\u0001", "😀"]).repeat(length);
}

/** Any code units, lone halves of pairs included. */
export function randomText(draw: Draw): string {
  const top = draw.pick([0x7f, 0xff, 0xffff]);
  return Array.from({ length: draw.whole(1, 24) }, () => String.fromCharCode(draw.whole(0, top))).join("");
}

/** Something of any type. */
export function hostileValue(draw: Draw): unknown {
  return draw.pick<() => unknown>([
    () => hostileText(draw),
    () => pickOf(draw, NUMBERS),
    () => draw.pick<unknown>([null, true, false, [], {}, [null], [[]], { a: 1 }, { length: 1e9 }]),
    () => JSON.parse(`${"[".repeat(200)}${"]".repeat(200)}`),
    () => Array.from({ length: draw.whole(1, 2_000) }, () => 0),
  ])();
}

/** Percent signs that stand for no text, and text that means something in an address. */
export function hostileEscape(draw: Draw): string {
  return draw.pick([
    ...([
      "%",
      "%zz",
      "%ff",
      "%c0%ae",
      "%00",
      "%2f",
      "%2e%2e",
      "%0d%0a",
      "%ed%a0%80",
      "%F0%9F%98%80",
      "%25",
      "%",
    ] as const),
    ...[
      "..",
      ".",
      ";x=1",
      "a/b",
      "//",
      "\\",
      "+",
      "%23",
      "~",
      "*",
      "%u0041",
      "a".repeat(99),
      "a".repeat(101),
    ],
  ]);
}

export function pickOf<T>(draw: Draw, choices: readonly T[]): T {
  return choices[draw.whole(0, choices.length - 1)] as T;
}
