import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import type { Request } from "./request.ts";

export interface Answer {
  /** 0 where none came. */
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** Why none came. */
  readonly failure: string | null;
}

export interface Sender extends Disposable {
  send(request: Request): Promise<Answer>;
}

const WITHIN_MS = 15_000;

/** Sends over kept connections; what Node's client would tidy up goes out as it is. */
export function createSender(port: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const once = (request: Request) =>
    new Promise<Answer & { readonly again: boolean }>((resolve) => {
      const { method, target, body, from } = request;
      const length = body === null ? {} : { "content-length": String(body.length) };
      const headers = { ...request.headers, ...length };
      const place = { host: "127.0.0.1", port, localAddress: from, path: target, method };
      const sent = httpRequest({
        ...place,
        headers,
        timeout: WITHIN_MS,
        agent: request.isUnreadable ? false : agent,
      });
      const failed = (failure: string, again = false) =>
        resolve({ status: 0, contentType: "", text: "", failure, again });
      sent.on(
        "response",
        (response) => void read(response).then((answer) => resolve({ ...answer, again: false })),
      );
      sent.on("upgrade", (response, socket) => {
        socket.destroy();
        resolve({ ...shown(response, ""), again: false });
      });
      sent.on("timeout", () => sent.destroy(new Error(`nothing for ${WITHIN_MS} ms`)));
      // A kept connection that the server ended at that very moment says nothing of the server.
      sent.on("error", (error) =>
        failed(String(error), sent.reusedSocket && /ECONNRESET|EPIPE/.test(String(error))),
      );
      sent.end(body ?? undefined);
    });
  return {
    async send(request) {
      const { again, ...answer } = await once(request);
      return again ? await once(request) : answer;
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk as Buffer);
  } catch (error) {
    return { status: 0, contentType: "", text: "", failure: `the answer was broken off: ${String(error)}` };
  }
  return shown(response, Buffer.concat(chunks).toString());
}

function shown(response: IncomingMessage, text: string): Answer {
  const contentType = response.headers["content-type"] ?? "";
  return { status: response.statusCode ?? 0, contentType, text, failure: null };
}
