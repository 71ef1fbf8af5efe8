import httpProxy from "@fastify/http-proxy";
import type { FastifyInstance, FastifyReply } from "fastify";

/** What of the API is reached through the console's own address. */
const PREFIXES = ["/api", "/openapi.json", "/docs"];

/** Passes requests on unchanged, Host included, so that the API still sees a page of the same origin. */
export async function proxyRequests(app: FastifyInstance, apiUrl: string): Promise<void> {
  for (const prefix of PREFIXES) {
    await app.register(httpProxy, {
      upstream: apiUrl,
      prefix,
      rewritePrefix: prefix,
      replyOptions: {
        rewriteRequestHeaders: (request, headers) => ({ ...headers, host: request.headers.host ?? "" }),
        onError: (reply, { error }) => answerAway(reply as FastifyReply, error),
      },
    });
  }
}

/** Expected whenever the API restarts; the console shows it, so it is not logged as well. */
function answerAway(reply: FastifyReply, error: Error & { readonly statusCode?: number }): void {
  const code = error.statusCode === 504 ? 504 : 502;
  reply
    .code(code)
    .send({ detail: code === 504 ? "the API did not answer in time" : "the API is not reachable" });
}
