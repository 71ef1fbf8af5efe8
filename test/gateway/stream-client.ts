import { once } from "node:events";
import { type ClientOptions, WebSocket } from "ws";
import { type StreamFrame, streamFrame } from "#wire";

/** A reader on a real socket that keeps what it was sent, parsed by the contract. */
export interface StreamClient {
  readonly socket: WebSocket;
  readonly frames: StreamFrame[];
  /** Resolves when so many frames of the type have come. */
  until(type: StreamFrame["type"], count?: number): Promise<void>;
  ofType<Type extends StreamFrame["type"]>(type: Type): Extract<StreamFrame, { type: Type }>["data"][];
  close(): Promise<void>;
}

export async function connectStream(port: number, options: ClientOptions = {}): Promise<StreamClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/ws`, options);
  const frames: StreamFrame[] = [];
  socket.on("message", (text, isBinary) => {
    if (isBinary) throw new Error("frames are text");
    frames.push(streamFrame.parse(JSON.parse(String(text))));
  });
  await once(socket, "open");
  const client: StreamClient = {
    socket,
    frames,
    async until(type, count = 1) {
      while (client.ofType(type).length < count) await once(socket, "message");
    },
    ofType: (type) => frames.filter((frame) => frame.type === type).map((frame) => frame.data) as never,
    async close() {
      if (socket.readyState === WebSocket.CLOSED) return;
      socket.terminate();
      await once(socket, "close");
    },
  };
  return client;
}
