import { createDepthUpdate, type DepthEvent, type Instrument, type TickerEvent } from "#model";
import type { GeminiFrame } from "./frame.ts";
import { DEPTH, FrameScanner, TICKER } from "./frame-scanner.ts";
import { JsonReader } from "./json-reader.ts";
import { SymbolTable } from "./symbol-table.ts";

export interface MapperOptions {
  readonly instruments: readonly Instrument[];
  /** Makes the instrument of a symbol not listed above; without it such a frame is refused. */
  readonly learn?: (symbol: string) => Instrument;
}

export interface Mapper {
  /**
   * Reads one frame. Never throws. Depth, ticker and depth-reply content is valid until the next call:
   * the mapper reuses its buffers, so that a million frames leave no garbage behind.
   */
  map(frame: Buffer, receivedNs: number): GeminiFrame;
  /** The same answer by way of JSON alone: the reference that the byte scanner is tested against. */
  mapByJson(frame: Buffer, receivedNs: number): GeminiFrame;
}

export function createMapper({ instruments, learn }: MapperOptions): Mapper {
  const symbols = new SymbolTable(instruments, learn);
  const depth: DepthEvent = { kind: "depth", receivedNs: 0, update: createDepthUpdate(64) };
  const ticker: TickerEvent = {
    kind: "ticker",
    receivedNs: 0,
    symbol: "",
    updateId: 0,
    bidTicks: 0,
    bidLots: 0,
    askTicks: 0,
    askLots: 0,
  };
  const scanner = new FrameScanner(symbols, depth.update, ticker);
  const reader = new JsonReader(symbols, depth, ticker);
  return {
    map(frame, receivedNs) {
      const scanned = scanner.scan(frame);
      if (scanned === DEPTH) {
        depth.receivedNs = receivedNs;
        return depth;
      }
      if (scanned === TICKER) {
        ticker.receivedNs = receivedNs;
        return ticker;
      }
      return reader.read(frame, receivedNs);
    },
    mapByJson: (frame, receivedNs) => reader.read(frame, receivedNs),
  };
}
