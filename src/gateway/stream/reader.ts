import type { WebSocket } from "ws";
import type { Clock } from "#model";

/** How much one reader may cost before it is let go. */
export interface ReaderBounds {
  /** Above this nothing more is handed to the socket; frames wait in the outbox, one for each key. */
  readonly highWaterBytes: number;
  /** A socket that holds more than this is dropped at once. */
  readonly maxBufferedBytes: number;
  readonly maxWaiting: number;
  /** Without progress for so long the reader is dropped. */
  readonly maxBlockedMs: number;
}

export const READER_BOUNDS: ReaderBounds = {
  highWaterBytes: 64 * 1024,
  maxBufferedBytes: 1024 * 1024,
  maxWaiting: 1_000,
  maxBlockedMs: 10_000,
};

/** Why a reader was dropped; the label of `arb_stream_readers_dropped_total`. */
type DropReason = "buffer-full" | "outbox-full" | "blocked" | "silent";

export interface Reader {
  /** Hands a frame over or lets it wait; a later frame of the same key replaces one that waits. */
  send(key: string, payload: Buffer): void;
  /** Called once a second: drops the reader that makes no progress. */
  check(): void;
  /** Called with each ping: drops the reader that has not answered the one before. */
  ping(): void;
  /** Says goodbye: 1001 where the server goes, 1008 where the reader must. */
  close(why: "server stops" | "session ended"): void;
}

export interface ReaderOptions {
  readonly socket: WebSocket;
  readonly clock: Clock;
  readonly bounds: ReaderBounds;
  readonly onDrop: (reason: DropReason) => void;
}

const TEXT = { binary: false } as const;

export function createReader({ socket, clock, bounds, onDrop }: ReaderOptions): Reader {
  const outbox = new Map<string, Buffer>();
  let blockedSinceNs: number | null = null;
  let answered = true;
  socket.on("pong", () => {
    answered = true;
  });

  function isOpen(): boolean {
    return socket.readyState === socket.OPEN;
  }

  function drop(reason: DropReason): void {
    outbox.clear();
    if (!isOpen()) return;
    onDrop(reason);
    // A blocked socket would never take a close frame.
    socket.terminate();
  }

  function hasRoom(): boolean {
    return socket.bufferedAmount < bounds.highWaterBytes;
  }

  function write(payload: Buffer): void {
    // An error here is followed by the socket's own close event, which ends the reader.
    socket.send(payload, TEXT, (error) => {
      if (error === undefined || error === null) drain();
    });
  }

  function drain(): void {
    for (const [key, payload] of outbox) {
      if (!isOpen() || !hasRoom()) return;
      outbox.delete(key);
      blockedSinceNs = clock.monotonicNs();
      write(payload);
    }
    if (hasRoom()) blockedSinceNs = null;
  }

  return {
    send(key, payload) {
      if (!isOpen()) return;
      if (outbox.size === 0 && hasRoom()) return write(payload);
      blockedSinceNs ??= clock.monotonicNs();
      outbox.set(key, payload);
      if (socket.bufferedAmount > bounds.maxBufferedBytes) drop("buffer-full");
      else if (outbox.size > bounds.maxWaiting) drop("outbox-full");
    },
    check() {
      if (blockedSinceNs === null) return;
      if (clock.monotonicNs() - blockedSinceNs > bounds.maxBlockedMs * 1e6) drop("blocked");
    },
    ping() {
      if (!answered) return drop("silent");
      answered = false;
      if (isOpen()) socket.ping();
    },
    close: (why) => socket.close(why === "server stops" ? 1001 : 1008, why),
  };
}
