import type { IncomingMessage } from "node:http";
import { HttpError } from "../http-error.ts";
import { createAddressList } from "./address-list.ts";
import { createHostRule, type HostRuleOptions } from "./host-rule.ts";
import { createOriginRule } from "./origin-rule.ts";

export interface PerimeterOptions extends HostRuleOptions {
  /** Addresses and ranges that may call; empty lets everybody who can reach the port. */
  readonly ipAllowlist: readonly string[];
}

/** Who may speak to a server at all, before anything else is looked at. */
export interface Perimeter {
  /** Why a request of this address is turned away, null where it is not. */
  refusal(request: IncomingMessage, address: string): HttpError | null;
}

const MAX_HEADERS = 100;
const READS = ["GET", "HEAD", "OPTIONS"];

/** The same rules for the API and for the console's server. */
export function createPerimeter(options: PerimeterOptions): Perimeter {
  const isListed = createAddressList(options.ipAllowlist);
  const isOurs = createHostRule(options);
  const isWelcome = createOriginRule(options.allowedOrigins);
  return {
    refusal(request, address) {
      if (!isListed(address)) return new HttpError(403, "this address is not in IP_ALLOWLIST");
      if (request.rawHeaders.length > 2 * MAX_HEADERS) return new HttpError(431, "too many headers");
      // A whole address names a host of its own, which a proxy would go by and which nothing here checks.
      if (request.url?.startsWith("/") !== true) return new HttpError(400, "the target must be a path");
      if (!isOurs(request.headers.host ?? "") || countHosts(request.rawHeaders) !== 1)
        return new HttpError(403, "this host is neither HOST nor one of ALLOWED_ORIGINS");
      if (changesOrListens(request) && !isWelcome(request.headers))
        return new HttpError(403, "this origin is not among ALLOWED_ORIGINS");
      return null;
    },
  };
}

/** Node shows the first of several; whoever reads another one would be deceived. */
function countHosts(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name.length === 4 && name.toLowerCase() === "host") hosts += 1;
  }
  return hosts;
}

/** A browser sends simple POSTs and opens sockets across origins without asking first. */
function changesOrListens({ method, headers }: IncomingMessage): boolean {
  return !READS.includes(method ?? "") || headers.upgrade !== undefined;
}
