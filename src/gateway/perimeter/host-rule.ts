import { isIP } from "node:net";
import { parseAuthority, parseOrigin } from "./authority.ts";

const LOOPBACK_NAMES = ["127.0.0.1", "localhost", "[::1]"];
const EVERY_INTERFACE = ["0.0.0.0", "::"];

export interface HostRuleOptions {
  /** The address that the servers are bound to. */
  readonly host: string;
  readonly allowedOrigins: readonly string[];
}

/**
 * Whether a `Host` is one of ours. A page elsewhere whose name was pointed at this machine (DNS rebinding) sends
 * its own name here, and is told nothing. Ports do not matter: whoever may choose one has the name already.
 */
export function createHostRule({ host, allowedOrigins }: HostRuleOptions): (host: string) => boolean {
  const bound = host.toLowerCase();
  const everywhere = EVERY_INTERFACE.includes(bound);
  const names = new Set(allowedOrigins.map((origin) => parseOrigin(origin)?.name ?? ""));
  names.delete("");
  if (!everywhere) names.add(bound.includes(":") ? `[${bound}]` : bound);
  if (everywhere || isLoopback(bound)) for (const name of LOOPBACK_NAMES) names.add(name);
  return (text) => {
    const name = parseAuthority(text)?.name;
    if (name === undefined) return false;
    // Rebinding needs a name. Bound to every interface, this machine's own addresses are as many as its networks.
    return names.has(name) || (everywhere && isIP(name.replace(/^\[|\]$/g, "")) !== 0);
  };
}

/** Loopback in any of its spellings. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || /^127(\.\d{1,3}){3}$/.test(address);
}
