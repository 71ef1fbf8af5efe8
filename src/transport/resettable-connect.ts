import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** Where to connect to, as `ws` hands it over; its `path` is the URL's and must not reach the network layer. */
interface Target {
  readonly host?: string | undefined;
  readonly port?: number | string | undefined;
  readonly servername?: string | undefined;
}

export interface ResettableConnect {
  readonly createConnection: (target: Target) => Socket;
  /** Ends the connection and discards what the operating system has not delivered yet. */
  reset(): void;
}

/**
 * Makes the network connection itself, so that it can be reset. Merely closing a socket leaves its unsent
 * bytes with the operating system, which goes on delivering them for a minute or more: an order that was
 * given up could still arrive. TLS sockets cannot be reset, the plain one below them can.
 */
export function createResettableConnect(isSecure: boolean): ResettableConnect {
  let plain: Socket | undefined;
  return {
    createConnection(target) {
      const { host = "localhost", port } = target;
      plain = connect({ host, port: Number(port) });
      if (!isSecure) return plain;
      // The TLS socket above reports the same error; without a listener here the process would end.
      plain.on("error", () => {});
      return connectTls({ socket: plain, servername: target.servername ?? host });
    },
    reset() {
      // A socket that connects has sent nothing; one that was ended or destroyed cannot be reset any more.
      if (plain === undefined || plain.connecting || plain.destroyed || plain.writableEnded) return;
      // Node says goodbye before it resets, and a reset during the goodbye fails and leaks the socket.
      plain._final = (done) => done();
      plain.resetAndDestroy();
      plain.destroy();
    },
  };
}
