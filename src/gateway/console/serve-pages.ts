import { realpathSync } from "node:fs";
import { join, sep } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyRequest } from "fastify";

const FOREVER = "public, max-age=31536000, immutable";
const ASK_EACH_TIME = "no-cache";

/**
 * The built files. Those in `assets/` carry their content's hash in their name and never change; the
 * page that names them is asked for each time, so that a new build is seen at once.
 */
export async function servePages(app: FastifyInstance, distDir: string): Promise<void> {
  const root = realpathSync(distDir);
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    dotfiles: "ignore",
    allowedPath: (path) => isBelow(root, path),
    setHeaders(reply, path) {
      reply.header("cache-control", path.includes(`${sep}assets${sep}`) ? FOREVER : ASK_EACH_TIME);
    },
  });
  app.setNotFoundHandler((request, reply) => {
    if (isPage(request)) return reply.sendFile("index.html");
    return reply.code(404).send({ detail: `no such file: ${request.url.split("?", 1)[0]}` });
  });
}

/** A link inside the folder that leads out of it is not followed. */
function isBelow(root: string, path: string): boolean {
  try {
    return realpathSync(join(root, path)).startsWith(root + sep);
  } catch {
    return false;
  }
}

/** `/overview` and the like are addresses inside the console; a path with a dot or an escape is none of them. */
function isPage(request: FastifyRequest): boolean {
  const path = request.url.split("?", 1)[0] ?? "";
  const reads = request.method === "GET" || request.method === "HEAD";
  return reads && /^\/[\w/:-]*$/.test(path);
}
