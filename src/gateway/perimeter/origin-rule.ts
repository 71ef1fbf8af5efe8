import type { IncomingHttpHeaders } from "node:http";
import { type Origin, parseAuthority, parseOrigin } from "./authority.ts";

/**
 * Whether a request that changes something, or opens the stream, may come from where it says. No origin is no
 * browser. The same authority as asked for is our own page: the console's proxy keeps `Host` and `Origin` as
 * they came. `Host` must have been checked before.
 */
export function createOriginRule(
  allowedOrigins: readonly string[],
): (headers: IncomingHttpHeaders) => boolean {
  const allowed = new Set(allowedOrigins.map((origin) => keyOf(parseOrigin(origin))));
  allowed.delete(null);
  return (headers) => {
    const { origin, host } = headers;
    const said = origin === undefined ? null : parseOrigin(origin);
    if (said !== null && allowed.has(keyOf(said))) return true;
    // A browser says so of every page of another site, also where it leaves the origin out.
    if (headers["sec-fetch-site"] === "cross-site") return false;
    return origin === undefined || (said !== null && isSame(said, host ?? ""));
  };
}

function keyOf(origin: Origin | null): string | null {
  return origin === null ? null : `${origin.scheme}://${origin.name}:${origin.port}`;
}

/** Behind a proxy that ends TLS the page is https and we are not, so the scheme only says which port is meant. */
function isSame(origin: Origin, host: string): boolean {
  const asked = parseAuthority(host);
  if (asked === null || asked.name !== origin.name) return false;
  return (asked.port ?? (origin.scheme === "https" ? 443 : 80)) === origin.port;
}
