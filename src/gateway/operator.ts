import type { FastifyRequest } from "fastify";

/** Who commands and from where, for the audit log, such as `alice@10.0.0.7`. */
export function operatorOf(request: Pick<FastifyRequest, "ip" | "principal">): string {
  return `${request.principal.name}@${addressOf(request)}`;
}

/** The peer's address, an IPv4 one in its own form. */
export function addressOf({ ip }: Pick<FastifyRequest, "ip">): string {
  return ip.replace(/^::ffff:(?=\d+\.)/, "");
}
