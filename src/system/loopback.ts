/** True of a host name that never leaves this machine, as it stands in an address or alone. */
export function isLoopback(host: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]", "::1"].includes(host);
}
