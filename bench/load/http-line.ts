import { connect, type Socket } from "node:net";

/**
 * One kept connection that asks for a path again and again: as little work as possible for each answer, so that what is
 * measured is the server. Answers must carry a content-length.
 */
export class HttpLine {
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #body = -1;
  #status = 0;
  #answered: ((status: number) => void) | null = null;

  constructor(port: number) {
    this.#socket = connect({ port, host: "127.0.0.1" }).setNoDelay(true);
    this.#socket.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#socket.on("error", () => this.#answered?.(0));
  }

  /** Resolves with the status of the answer, 0 where the connection broke. One request at a time. */
  ask(path: string): Promise<number> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    });
  }

  end(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#body >= 0) this.#body -= chunk.length;
    else {
      this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
      const end = this.#rest.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = this.#rest.toString("latin1", 0, end).toLowerCase();
      this.#status = Number(head.slice(9, 12));
      const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
      this.#body = length - (this.#rest.length - end - 4);
      this.#rest = Buffer.alloc(0);
    }
    if (this.#body > 0) return;
    this.#body = -1;
    const answered = this.#answered;
    this.#answered = null;
    answered?.(this.#status);
  }
}
