import type { FastifyRequest } from "fastify";

/** Who commands, for the audit log: without authentication all that is known is the address. */
export function operatorOf(request: Pick<FastifyRequest, "ip">): string {
  return `operator@${request.ip.replace(/^::ffff:(?=\d+\.)/, "")}`;
}
