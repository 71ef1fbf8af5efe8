import type { Random } from "../market/index.ts";

/** One way to spoil a frame of JSON text. Returns the text unchanged where it does not apply. */
type Damage = (frame: string, random: Random) => string;

/** The first size of a level or a trade: `"..."]` or `"q":"..."`. */
const SIZE = /"(\d+\.\d+)"(?=\])|(?<="[qBA]":)"(\d+\.\d+)"/;
const PRICE = /(?<=\[)"(\d+\.\d+)"|(?<="[pba]":)"(\d+\.\d+)"/;
const UPDATE_ID = /"u":\d+/;

const DAMAGES: readonly Damage[] = [
  (frame, random) => frame.slice(0, 1 + Math.floor(random() * (frame.length - 1))),
  (frame) => frame.replace(SIZE, '"NaN"'),
  (frame) => frame.replace(SIZE, "NaN"),
  (frame) => frame.replace(SIZE, '"-1.5"'),
  (frame) => frame.replace(SIZE, "null"),
  (frame) => frame.replace(SIZE, '"1e400"'),
  (frame) => frame.replace(SIZE, '""'),
  (frame) => frame.replace(PRICE, '"-150.25"'),
  (frame) => frame.replace(PRICE, '"Infinity"'),
  (frame) => frame.replace(PRICE, "{}"),
  (frame) => frame.replace(PRICE, '"0x1F"'),
  (frame) => frame.replace(UPDATE_ID, '"u":null'),
  (frame) => frame.replace(UPDATE_ID, '"u":-7'),
  (frame) => frame.replace(UPDATE_ID, '"u":1.5'),
  (frame) => frame.replace(UPDATE_ID, '"u":99999999999999999999'),
  (frame) => frame.replace(/"s":"[^"]*"/, '"s":"nosuchusd"'),
  (frame) => frame.replace(/"s":"[^"]*"/, '"s":17'),
  (frame) => frame.replace(/"b":\[/, '"b":["",'),
  (frame) => `${frame}}`,
  (frame) => frame.replaceAll('"', "'"),
  () => "[]",
  () => "null",
  () => "",
  () => "<html><body>502 Bad Gateway</body></html>",
  () => '{"e":"depthUpdate"}',
  () => `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
];

/** Spoils a frame in one of many ways, drawn with `random`; the result always differs from the frame. */
export function damage(frame: string, random: Random): string {
  const first = Math.floor(random() * DAMAGES.length);
  for (let i = 0; i < DAMAGES.length; i += 1) {
    const spoilt = DAMAGES[(first + i) % DAMAGES.length]?.(frame, random) ?? frame;
    if (spoilt !== frame) return spoilt;
  }
  return `${frame}!`;
}
