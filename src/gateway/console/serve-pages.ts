import { sep } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyRequest } from "fastify";

const FOREVER = "public, max-age=31536000, immutable";
const ASK_EACH_TIME = "no-cache";

/**
 * The built files. Those in `assets/` carry their content's hash in their name and never change; the
 * page that names them is asked for each time, so that a new build is seen at once.
 */
export async function servePages(app: FastifyInstance, distDir: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: distDir,
    cacheControl: false,
    setHeaders(reply, path) {
      reply.header("cache-control", path.includes(`${sep}assets${sep}`) ? FOREVER : ASK_EACH_TIME);
    },
  });
  app.setNotFoundHandler((request, reply) => {
    if (isPage(request)) return reply.sendFile("index.html");
    return reply.code(404).send({ detail: `no such file: ${request.url.split("?", 1)[0]}` });
  });
}

/** `/overview` and the like are addresses inside the console; a path with a file ending is a file. */
function isPage(request: FastifyRequest): boolean {
  const path = request.url.split("?", 1)[0] ?? "";
  const reads = request.method === "GET" || request.method === "HEAD";
  return reads && !/\.[A-Za-z0-9]+$/.test(path);
}
