import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  readonly json: any;
}

/** How to answer; "hang" never does. */
export type Reply =
  | "hang"
  | { readonly status: number; readonly headers?: Record<string, string>; readonly text?: string };

export interface HttpReceiver extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
  /** Answers the next requests so, one after the other; then 200 again. */
  answer(...replies: readonly Reply[]): void;
}

/** Stands in for whoever gets messages over HTTP: keeps all of them. */
export async function startHttpReceiver(): Promise<HttpReceiver> {
  const received: Received[] = [];
  let replies: Reply[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      received.push({ path: request.url ?? "", headers: request.headers, body, json: parsed(body) });
      const reply = replies.shift() ?? { status: 200 };
      if (reply === "hang") return;
      response.writeHead(reply.status, reply.headers).end(reply.text ?? "ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (...next) => {
      replies = [...next];
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
