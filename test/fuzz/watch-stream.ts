import WebSocket from "ws";
import type { OpenApi } from "./document.ts";
import { operationsOf } from "./document.ts";
import type { Schemas } from "./schemas.ts";

export interface StreamWatch extends AsyncDisposable {
  readonly frames: () => number;
  readonly faults: () => readonly string[];
}

const AGAIN_MS = 250;

/** Listens while the routes are fuzzed: every frame must fit the schema that the document gives it. */
export function watchStream(
  port: number,
  headersNow: () => Readonly<Record<string, string>>,
  { document, schemas }: { readonly document: OpenApi; readonly schemas: Schemas },
): StreamWatch {
  const schema = operationsOf(document)
    .find(({ id }) => id === "openStream")
    ?.answers.get(101)?.schema;
  if (schema === undefined) throw new Error("the document does not describe the stream");
  const faults: string[] = [];
  let frames = 0;
  let isOver = false;
  let socket: WebSocket;
  const open = () => {
    socket = new WebSocket(`ws://127.0.0.1:${port}/api/ws`, { headers: headersNow() });
    socket.on("message", (message) => {
      frames += 1;
      const fault = schemas.faultOfAnswer(schema, JSON.parse(String(message)));
      if (fault !== null) faults.push(`${fault}: ${String(message).slice(0, 200)}`);
    });
    // Its key may be revoked by what is fuzzed.
    socket.on("error", () => {});
    socket.on("close", () => !isOver && setTimeout(open, AGAIN_MS));
  };
  open();
  return {
    frames: () => frames,
    faults: () => faults,
    async [Symbol.asyncDispose]() {
      isOver = true;
      socket.terminate();
    },
  };
}
