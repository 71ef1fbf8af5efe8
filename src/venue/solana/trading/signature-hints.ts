import { createReconnectingSocket, type ReconnectingSocket } from "#transport";
import { signatureNotification, subscribed } from "./messages.ts";
import type { SolanaClientParts } from "./options.ts";

export interface SignatureHints extends AsyncDisposable {
  readonly isOpen: boolean;
  start(): void;
  /** Asks to be told once the signature is confirmed; again after each reconnect. */
  watch(signature: string): void;
  forget(signature: string): void;
  /** Connects to one of these from now on, and asks there for what is watched. */
  replaceWsUrls(wsUrls: readonly string[]): void;
}

export interface HintsParts {
  readonly options: SolanaClientParts;
  readonly wsUrls: readonly string[];
  readonly onOpen: () => void;
  /** A provider says that the signature is in a block, whether it succeeded or not. */
  readonly onHint: (signature: string) => void;
}

/** signatureSubscribe over one socket. It only saves time: whatever it says or misses is polled for as well. */
export function createSignatureHints(parts: HintsParts): SignatureHints {
  return new Hints(parts);
}

const MAX_FRAME_BYTES = 1024 * 1024;

class Hints implements SignatureHints {
  readonly #parts: Omit<HintsParts, "wsUrls">;
  readonly #socket: ReconnectingSocket;
  readonly #watched = new Set<string>();
  readonly #byRequest = new Map<number, string>();
  readonly #bySubscription = new Map<number, string>();
  #nextId = 1;
  #wsUrls: readonly string[];
  #urlIndex = 0;

  constructor({ wsUrls, ...parts }: HintsParts) {
    this.#parts = parts;
    this.#wsUrls = wsUrls;
    const { clock, timers, random, log } = parts.options;
    this.#socket = createReconnectingSocket({
      name: "Solana signatures",
      urls: () => this.#wsUrls[this.#urlIndex++ % this.#wsUrls.length] ?? "",
      clock,
      timers,
      random,
      log,
      maxPayload: MAX_FRAME_BYTES,
      onOpen: () => this.#onOpen(),
      onFrame: (data) => this.#onFrame(data.toString("utf8")),
      onDown: () => {},
    });
  }

  get isOpen(): boolean {
    return this.#socket.isOpen;
  }

  start(): void {
    if (this.#wsUrls.length > 0) this.#socket.start();
  }

  replaceWsUrls(wsUrls: readonly string[]): void {
    this.#wsUrls = wsUrls;
    this.#urlIndex = 0;
    this.#socket.cycle("addresses replaced");
  }

  watch(signature: string): void {
    this.#watched.add(signature);
    this.#subscribe(signature);
  }

  forget(signature: string): void {
    this.#watched.delete(signature);
    for (const [id, of] of this.#bySubscription) {
      if (of !== signature) continue;
      this.#bySubscription.delete(id);
      this.#send("signatureUnsubscribe", [id]);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#socket[Symbol.asyncDispose]();
  }

  #onOpen(): void {
    this.#byRequest.clear();
    this.#bySubscription.clear();
    this.#parts.onOpen();
    for (const signature of this.#watched) this.#subscribe(signature);
  }

  #subscribe(signature: string): void {
    const id = this.#send("signatureSubscribe", [signature, { commitment: "confirmed" }]);
    if (id !== null) this.#byRequest.set(id, signature);
  }

  #send(method: string, params: readonly unknown[]): number | null {
    const id = this.#nextId++;
    return this.#socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params })) ? id : null;
  }

  #onFrame(text: string): void {
    const json = parse(text);
    const notification = signatureNotification.safeParse(json);
    if (notification.success) {
      this.#onNotification(notification.data.params.subscription);
      return;
    }
    const reply = subscribed.safeParse(json);
    const signature = reply.success ? this.#byRequest.get(reply.data.id) : undefined;
    if (!reply.success || signature === undefined) return; // a refusal, or nothing of ours: polling goes on
    this.#byRequest.delete(reply.data.id);
    this.#bySubscription.set(reply.data.result, signature);
  }

  /** Fires once, after which the server has ended the subscription by itself. */
  #onNotification(subscription: number): void {
    const signature = this.#bySubscription.get(subscription);
    this.#bySubscription.delete(subscription);
    if (signature !== undefined && this.#watched.has(signature)) this.#parts.onHint(signature);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
