import type { FastifyReply } from "fastify";

/**
 * Sends a body that is JSON text already. Schemas describe such an answer in the document; that it fits them is what
 * tests are for, as checking each one again costs more than making it.
 */
export function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply.type("application/json; charset=utf-8").serializer(asItIs).send(text);
}

function asItIs(text: unknown): string {
  return text as string;
}
