import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { ConfigError } from "#model";

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** The configuration key that an operator would change. */
  readonly key: "PORT" | "CONSOLE_PORT";
}

/** Opens the port and answers its number. Rejects with a one-line ConfigError that names the key. */
export async function listenOn(
  app: Pick<FastifyInstance, "listen" | "server">,
  { host, port, key }: ListenOptions,
): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    throw new ConfigError("port", `${key}: cannot listen on ${host}:${port} (${reasonOf(cause)})`, { cause });
  }
  return (app.server.address() as AddressInfo).port;
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "the port is in use",
  EACCES: "not allowed",
  EADDRNOTAVAIL: "no such address on this machine",
};

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  return REASONS[code] ?? code;
}
