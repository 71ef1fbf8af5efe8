import type { WebSocket } from "ws";
import type { Mode, StreamFrame } from "#wire";
import type { GatewayDeps } from "../deps.ts";
import { instantOf } from "../wire-text.ts";
import { createConflater } from "./conflater.ts";
import { createReader, READER_BOUNDS, type Reader, type ReaderBounds } from "./reader.ts";

const MIN_GAP_MS = 250;
const STATUS_EVERY_MS = 1_000;
const PING_EVERY_MS = 30_000;
/** A reader whose session ended hears nothing after this. */
const REVIEW_EVERY_MS = 250;

/** Whose reader it is. */
export interface Listener {
  readonly address: string;
  /** Asked again and again: once it says no (or fails), the reader is let go. */
  readonly isWelcome: () => boolean;
}

export interface HubOptions
  extends Pick<GatewayDeps, "version" | "clock" | "timers" | "log" | "metrics" | "status" | "subscribe"> {
  readonly mode: Mode;
  readonly bounds?: ReaderBounds;
  readonly maxReaders: number;
  /** So that one address cannot take every place. */
  readonly maxReadersPerAddress: number;
}

/** One source of frames for all readers: each frame is written out once, whoever listens. */
export interface StreamHub {
  /** Takes a reader, or closes it with 1013 where there is no place for one more of its address. */
  add(socket: WebSocket, listener: Listener): void;
  /** Ends every reader and timer. */
  close(): void;
}

export function createStreamHub(options: HubOptions): StreamHub {
  const { clock, timers, metrics, bounds = READER_BOUNDS } = options;
  const readers = new Map<Reader, Listener>();
  let stopTicking: (() => void) | null = null;

  function broadcast(key: string, frame: StreamFrame): void {
    const payload = serialise(frame);
    for (const reader of readers.keys()) reader.send(key, payload);
  }

  const conflater = createConflater<StreamFrame>({ clock, timers, minGapMs: MIN_GAP_MS, send: broadcast });
  const unsubscribe = options.subscribe((frame) => {
    if (readers.size > 0) route(frame);
  });

  function route(frame: StreamFrame): void {
    if (frame.type === "price") conflater.offer(`price:${frame.data.asset}`, frame);
    else if (frame.type === "opportunity") {
      // The end of an opportunity or a trade is never held back: after it there is nothing more to say of it.
      conflater.offer(`opportunity:${frame.data.id}`, frame, frame.data.closed_at !== null);
    } else if (frame.type === "trade") {
      conflater.offer(`trade:${frame.data.id}`, frame, frame.data.status !== "executing");
    } else if (frame.type === "risk") conflater.offer("risk", frame);
    else broadcast(frame.type, frame);
  }

  function startTicking(): void {
    const stopStatus = timers.every(STATUS_EVERY_MS, () => {
      broadcast("status", { type: "status", data: options.status() });
      for (const reader of readers.keys()) reader.check();
    });
    const stopPing = timers.every(PING_EVERY_MS, () => {
      broadcast("ping", { type: "ping", data: { timestamp: instantOf(clock.epochMs()) } });
      for (const reader of readers.keys()) reader.ping();
    });
    const stopReview = timers.every(REVIEW_EVERY_MS, () => {
      for (const [reader, { isWelcome }] of readers) if (!holds(isWelcome)) reader.close("session ended");
    });
    stopTicking = () => {
      stopStatus();
      stopReview();
      stopPing();
    };
  }

  /** With nobody listening nothing is computed, kept or timed. */
  function rest(): void {
    stopTicking?.();
    stopTicking = null;
    conflater.clear();
  }

  function hasPlace(address: string): boolean {
    const own = readers.values().filter((other) => other.address === address);
    return readers.size < options.maxReaders && [...own].length < options.maxReadersPerAddress;
  }

  function add(socket: WebSocket, listener: Listener): void {
    if (!hasPlace(listener.address)) {
      socket.close(1013, "too many readers");
      return;
    }
    const reader = createReader({ socket, clock, bounds, onDrop: dropped });
    socket.once("close", () => {
      readers.delete(reader);
      metrics.streamReaders(readers.size);
      if (readers.size === 0) rest();
    });
    greet(reader, options);
    readers.set(reader, listener);
    metrics.streamReaders(readers.size);
    if (stopTicking === null) startTicking();
  }

  function dropped(reason: string): void {
    metrics.streamReaderDropped(reason);
    options.log.warning("stream reader dropped", { reason });
  }

  return {
    add,
    close() {
      unsubscribe();
      rest();
      for (const reader of readers.keys()) reader.close("server stops");
    },
  };
}

function greet(reader: Reader, { mode, version, clock, status }: HubOptions): void {
  const timestamp = instantOf(clock.epochMs());
  reader.send("connected", serialise({ type: "connected", data: { mode, version, timestamp } }));
  reader.send("status", serialise({ type: "status", data: status() }));
}

/** A question that cannot be answered is answered with no. */
function holds(question: () => boolean): boolean {
  try {
    return question();
  } catch {
    return false;
  }
}

function serialise(frame: StreamFrame): Buffer {
  return Buffer.from(JSON.stringify(frame));
}
