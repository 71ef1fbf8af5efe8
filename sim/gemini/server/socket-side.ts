import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { createFrameSender, type FaultClock } from "../../faults/index.ts";
import { createRandom } from "../../market/index.ts";
import type { ApiKey } from "../private/api-keys.ts";
import { authenticateUpgrade, hasCredentials } from "../private/authenticate.ts";
import type { PrivateSide } from "../private/private-side.ts";
import type { TradingSession } from "../private/trading-session.ts";
import type { MarketSource } from "../stream/market-source.ts";
import type { Delays } from "./delays.ts";
import { httpFault, readUrl } from "./http-side.ts";
import { CONNECTION_ATTEMPTS, ORDERS, RateWindow, REQUEST_WEIGHT } from "./rate-window.ts";
import { errorReply, faultReply, type RestReply } from "./rest-reply.ts";
import { Session } from "./session.ts";

export interface SocketSideOptions {
  readonly source: MarketSource;
  readonly faults: FaultClock;
  readonly delays: Delays;
  readonly seed: number;
  readonly epochMs: () => number;
  /** Chance that a snapshot overtakes its acknowledgement. */
  readonly overtakeChance: number;
  /** Absent where there is no account: credentials are refused then. */
  readonly account: PrivateSide | undefined;
}

export interface SocketSide {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Cuts every connection without a closing handshake. */
  close(): void;
}

/** The venue pings each connection this often. */
const PING_MS = 20_000;
/** A client who does not read is cut off when this much waits for it. */
const MAX_BUFFERED = 64 * 1024 * 1024;
const MAX_REQUEST = 64 * 1024;

/** `?snapshot=` as a count of levels: negative for whole books, 0 where absent or unreadable. */
function snapshotLevels(request: IncomingMessage): number {
  const count = Number(readUrl(request).searchParams.get("snapshot") ?? "0");
  return Number.isInteger(count) ? count : 0;
}

/** Sends frames of any size until the client stops reading them. */
function createTransmit(socket: WebSocket): (frame: string) => void {
  return (frame) => {
    if (socket.bufferedAmount > MAX_BUFFERED) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.send(frame);
  };
}

function refuseUpgrade(socket: Duplex, { status, headers, body }: RestReply): void {
  const lines = Object.entries({ ...headers, "content-length": String(body.length), connection: "close" });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.end(`HTTP/1.1 ${status} Refused\r\n${head}\r\n${body}`);
}

/** The limits of this client; all connections of a test come from one address. */
function createWindows(now: () => number): {
  weight: RateWindow;
  orders: RateWindow;
  attempts: RateWindow;
  all: readonly RateWindow[];
} {
  const weight = new RateWindow(REQUEST_WEIGHT, now);
  const orders = new RateWindow(ORDERS, now);
  const attempts = new RateWindow(CONNECTION_ATTEMPTS, now);
  return { weight, orders, attempts, all: [weight, orders, attempts] };
}

/** The key of an upgrade with credentials, undefined for one without, or why it is refused. */
function admit(
  request: IncomingMessage,
  { account, epochMs }: SocketSideOptions,
): { readonly key: ApiKey | undefined } | { readonly refusal: RestReply } {
  if (!hasCredentials(request.headers)) return { key: undefined };
  if (account === undefined) return { refusal: errorReply(401, "InvalidApiKey", "there is no account here") };
  const checked = authenticateUpgrade(request.headers, account.keys, epochMs());
  return checked.ok ? { key: checked.key } : { refusal: checked.refusal };
}

/** Makes the session of one connection, with its private half where it has a key. */
function createOpen(options: SocketSideOptions, windows: ReturnType<typeof createWindows>) {
  const { source, faults, epochMs, account } = options;
  const random = createRandom(`${options.seed}:wire`);
  return (socket: WebSocket, request: IncomingMessage, key: ApiKey | undefined): Session => {
    const sender = createFrameSender({ venue: "gemini", faults, random, transmit: createTransmit(socket) });
    const trading: TradingSession | undefined =
      key &&
      account?.openSession({
        key,
        cancelOnDisconnect: readUrl(request).searchParams.get("cancelOnDisconnect") === "true",
        orders: windows.orders,
        sendEvent: sender.private,
        sendReply: (id, reply) => sender.reply(JSON.stringify({ id, ...reply })),
        cut: () => {
          sender.close();
          socket.terminate();
        },
      });
    const subscriber = {
      snapshotLevels: snapshotLevels(request),
      market: sender.market,
      isSilent: (symbol: string) => faults.silent("gemini", symbol),
    };
    const overtakes = (): boolean => random() < options.overtakeChance;
    const limits = { weight: windows.weight, windows: windows.all };
    return new Session({ source, sender, subscriber, trading, ...limits, epochMs, overtakes });
  };
}

/** The WebSocket half of the server: one session a connection, pings, and the faults of connections. */
export function createSocketSide(options: SocketSideOptions): SocketSide {
  const { faults } = options;
  const windows = createWindows(options.epochMs);
  const open = createOpen(options, windows);
  const httpRandom = createRandom(`${options.seed}:upgrades`);
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_REQUEST,
    autoPong: false,
  });
  const isFrozen = (): boolean => faults.active("gemini", "freeze") !== undefined;

  const serve = (socket: WebSocket, request: IncomingMessage, key: ApiKey | undefined): void => {
    const session = open(socket, request, key);
    socket.on("message", (data) => session.receive(String(data)));
    socket.on("ping", (data) => {
      if (!isFrozen()) socket.pong(data);
    });
    socket.on("error", () => socket.terminate());
    socket.on("close", () => session.close());
  };

  const pings = setInterval(() => {
    if (isFrozen()) return;
    for (const socket of server.clients) socket.ping();
  }, PING_MS);
  const forgetOversize = faults.onBegin("gemini", "oversize", ({ bytes }) => {
    const [head, tail] = ['{"e":"depthUpdate","pad":"', '"}'];
    const frame = head + "x".repeat(Math.max(0, bytes - head.length - tail.length)) + tail;
    for (const socket of server.clients) createTransmit(socket)(frame);
  });

  return {
    upgrade(request, socket, head) {
      const status = windows.attempts.take() ? httpFault(faults, httpRandom) : 429;
      const admitted = admit(request, options);
      if (status !== undefined && status >= 400) refuseUpgrade(socket, faultReply(status));
      else if ("refusal" in admitted) refuseUpgrade(socket, admitted.refusal);
      else {
        options.delays.run(() =>
          server.handleUpgrade(request, socket, head, (upgraded) => serve(upgraded, request, admitted.key)),
        );
      }
    },
    close() {
      clearInterval(pings);
      forgetOversize();
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}
