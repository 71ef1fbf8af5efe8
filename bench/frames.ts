import { existsSync, readFileSync } from "node:fs";

/** One depth frame in the forms that the contestants read: bytes, text, and ccxt's older protocol. */
export interface BenchFrame {
  readonly bytes: Buffer;
  readonly text: string;
  /** The same levels as an `l2_updates` message; null for frames that carry no depth. */
  readonly l2: string | null;
}

export interface FrameSet {
  readonly name: string;
  readonly symbols: readonly string[];
  readonly frames: readonly BenchFrame[];
  /** Dollars near the touch of each symbol, so that the pools can be put beside their books. */
  readonly dollars: Readonly<Record<string, number>>;
}

const CAPTURE = new URL("../../shared/data/gemini/gemini_v3_btcusd_perps_2026-09-30.tsv", import.meta.url);
const LEVELS = 2000;
/** Two of three ticks of the band hold a level in the long run, as half of the changes there delete. */
const BAND_TICKS = LEVELS * 1.5;
const MID_TICKS = 8_336_000;

/** The recorded production frames, or null where the data folder is absent. */
export function capturedFrames(): FrameSet | null {
  if (!existsSync(CAPTURE)) return null;
  const texts = readFileSync(CAPTURE, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.slice(line.indexOf("\t") + 1));
  const dollars = { btcusd: 83_361, btcgusdperp: 83_400, ethgusdperp: 2671 };
  return { name: "captured", symbols: Object.keys(dollars), frames: texts.map(frameOf), dollars };
}

/**
 * Where changes fall. `touch`: log-uniform over the side, half of them in its best 55 ticks; the recorded
 * frames sit far closer still, half within the best five levels. `uniform`: anywhere alike, the worst
 * case of a sorted book.
 */
export type Spread = "touch" | "uniform";

const RANKS: Readonly<Record<Spread, (random: number) => number>> = {
  touch: (random) => Math.floor(BAND_TICKS ** random),
  uniform: (random) => 1 + Math.floor(random * BAND_TICKS),
};

/** `count` frames of three changes each over about 2,000 levels a side, after one snapshot. */
export function syntheticFrames(count: number, spread: Spread): FrameSet {
  const random = seeded(20_261_122);
  const bids = new Set<number>();
  const asks = new Set<number>();
  let id = 1_764_559_652_998_238;
  const level = (side: "b" | "a"): [string, string] => {
    const rank = RANKS[spread](random());
    const ticks = side === "b" ? MID_TICKS - rank : MID_TICKS + rank;
    const known = side === "b" ? bids : asks;
    const deletes = known.has(ticks) && random() < 0.5;
    if (deletes) known.delete(ticks);
    else known.add(ticks);
    return [price(ticks), deletes ? "0.0000000000" : size(random)];
  };
  const frames: BenchFrame[] = [frameOf(snapshot(id, bids, asks, random))];
  for (let i = 0; i < count; i += 1) {
    const changes: { b: [string, string][]; a: [string, string][] } = { b: [], a: [] };
    for (let change = 0; change < 3; change += 1) {
      const side = random() < 0.5 ? "b" : "a";
      changes[side].push(level(side));
    }
    const next = id + 1 + Math.floor(random() * 90);
    frames.push(frameOf(depthText(id, next, changes)));
    id = next;
  }
  return { name: `synthetic, ${spread}`, symbols: ["btcusd"], frames, dollars: { btcusd: MID_TICKS / 100 } };
}

function snapshot(id: number, bids: Set<number>, asks: Set<number>, random: () => number): string {
  const fill = (sign: 1 | -1, known: Set<number>): [string, string][] => {
    const levels: [string, string][] = [];
    for (let rank = 1; rank <= BAND_TICKS; rank += 1) {
      if (random() * 3 >= 2) continue;
      known.add(MID_TICKS + sign * rank);
      levels.push([price(MID_TICKS + sign * rank), size(random)]);
    }
    return levels;
  };
  return depthText(id, id, { b: fill(-1, bids), a: fill(1, asks) });
}

function depthText(
  first: number,
  last: number,
  sides: { b: [string, string][]; a: [string, string][] },
): string {
  // The venue's event time has nineteen digits, more than a number of ours can hold.
  const head = `{"e":"depthUpdate","E":1790732602${String(last % 1e9).padStart(9, "0")},"s":"btcusd"`;
  return `${head},"U":${first},"u":${last},"b":${JSON.stringify(sides.b)},"a":${JSON.stringify(sides.a)}}`;
}

function frameOf(text: string): BenchFrame {
  const parsed = JSON.parse(text);
  if (parsed.e !== "depthUpdate") return { bytes: Buffer.from(text), text, l2: null };
  const rows = (side: string, levels: [string, string][]) => levels.map(([at, lots]) => [side, at, lots]);
  const changes = [...rows("buy", parsed.b), ...rows("sell", parsed.a)];
  const l2 = JSON.stringify({ type: "l2_updates", symbol: parsed.s.toUpperCase(), changes });
  return { bytes: Buffer.from(text), text, l2 };
}

function price(ticks: number): string {
  return `${Math.floor(ticks / 100)}.${String(ticks % 100).padStart(2, "0")}000`;
}

function size(random: () => number): string {
  return (random() * 3 + 0.00001).toFixed(8).padEnd(12, "0");
}

/** A 32-bit generator of its own seed: the same frames in every run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
