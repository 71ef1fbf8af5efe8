/** Who is asked, as `Host` and `Origin` name it: a name or address in lower case, and a port where one is said. */
export interface Authority {
  /** An IPv6 address stands in its brackets. */
  readonly name: string;
  readonly port: number | null;
}

const AUTHORITY = /^(\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::(\d{1,5}))?$/;

/**
 * Reads `name` or `name:port`, null for anything else. Nothing is tidied up: userinfo, percent signs, a trailing
 * dot or a bare IPv6 address are how one name passes for another, and no client of ours sends them.
 */
export function parseAuthority(text: string): Authority | null {
  const [, name, digits] = AUTHORITY.exec(text.toLowerCase()) ?? [];
  if (name === undefined) return null;
  const port = digits === undefined ? null : Number(digits);
  return port !== null && (port < 1 || port > 65_535) ? null : { name, port };
}

/** A web origin with its port said, so that `https://desk.example` and `https://desk.example:443` are one. */
export interface Origin {
  readonly scheme: "http" | "https";
  readonly name: string;
  readonly port: number;
}

/** Reads an `Origin` header. Null for `null`, for other schemes and for anything with a path or userinfo. */
export function parseOrigin(text: string): Origin | null {
  const [, scheme, rest] = /^(https?):\/\/(.+)$/i.exec(text) ?? [];
  const authority = rest === undefined ? null : parseAuthority(rest);
  if (scheme === undefined || authority === null) return null;
  const isTls = scheme.toLowerCase() === "https";
  return {
    scheme: isTls ? "https" : "http",
    name: authority.name,
    port: authority.port ?? (isTls ? 443 : 80),
  };
}
