import { readFile } from "node:fs/promises";

/** One recorded market frame. `offsetNs` counts from the first line of the recording. */
export interface RecordedFrame {
  readonly offsetNs: number;
  readonly symbol: string;
  readonly kind: "depth" | "ticker" | "trade";
  /** Verbatim, as it came. */
  readonly text: string;
  readonly updateId: number;
  /** Depth only: absolute levels as price and size text. */
  readonly bids: readonly LevelChange[];
  readonly asks: readonly LevelChange[];
  /** Ticker only. */
  readonly quote?: RecordedQuote;
}

export type LevelChange = readonly [price: string, size: string];

interface RecordedQuote {
  readonly bid: string;
  readonly bidSize: string;
  readonly ask: string;
  readonly askSize: string;
  readonly lastTrade: string | undefined;
}

/** A frame as it was read, before anything is known of it. */
interface RawFrame {
  readonly e?: unknown;
  readonly s?: unknown;
  readonly u?: unknown;
  readonly b?: unknown;
  readonly B?: unknown;
  readonly a?: unknown;
  readonly A?: unknown;
  readonly c?: unknown;
  readonly t?: unknown;
  readonly m?: unknown;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const levels = (value: unknown): LevelChange[] => (Array.isArray(value) ? value : []);

function kindOf(frame: RawFrame): RecordedFrame["kind"] | undefined {
  if (frame.e === "depthUpdate") return "depth";
  if (frame.B !== undefined) return "ticker";
  return frame.t !== undefined && frame.m !== undefined ? "trade" : undefined;
}

function quoteOf(frame: RawFrame): RecordedQuote {
  return {
    bid: text(frame.b),
    bidSize: text(frame.B),
    ask: text(frame.a),
    askSize: text(frame.A),
    lastTrade: typeof frame.c === "string" ? frame.c : undefined,
  };
}

function readFrame(line: string, offsetNs: number): RecordedFrame | undefined {
  const frame = JSON.parse(line) as RawFrame;
  const kind = kindOf(frame);
  if (kind === undefined) return undefined;
  return {
    offsetNs,
    symbol: text(frame.s).toLowerCase(),
    kind,
    text: line,
    updateId: Number(frame.u ?? 0),
    bids: kind === "depth" ? levels(frame.b) : [],
    asks: kind === "depth" ? levels(frame.a) : [],
    ...(kind === "ticker" ? { quote: quoteOf(frame) } : {}),
  };
}

/**
 * Reads `<receive ns>\t<frame>` lines. Recorded replies to requests are left out: the server answers
 * its own clients. Throws an Error that names the line where one is not readable.
 */
export function parseRecording(content: string): RecordedFrame[] {
  const frames: RecordedFrame[] = [];
  let firstNs: bigint | undefined;
  for (const [index, line] of content.split("\n").entries()) {
    if (line.trim() === "") continue;
    const [, ns, json] = /^(\d+)\t(.+?)\r?$/.exec(line) ?? [];
    if (ns === undefined || json === undefined)
      throw new Error(`recording: line ${index + 1} is not "<ns>\\t<frame>"`);
    firstNs ??= BigInt(ns);
    try {
      const frame = readFrame(json, Number(BigInt(ns) - firstNs));
      if (frame !== undefined) frames.push(frame);
    } catch (cause) {
      throw new Error(`recording: line ${index + 1} is not JSON`, { cause });
    }
  }
  return frames;
}

export async function loadRecording(file: string): Promise<RecordedFrame[]> {
  return parseRecording(await readFile(file, "utf8"));
}
