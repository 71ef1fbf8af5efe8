import { ConfigError } from "#model";
import type { Config } from "../config.ts";
import { isLoopback } from "../loopback.ts";

/** Throws ConfigError, in one line that says how to make the first user, where anybody could reach what nobody guards. */
export function refuseOutsideWithoutUsers(
  { host, mode, dataDir }: Pick<Config, "host" | "mode" | "dataDir">,
  access: { hasAdmin(): boolean },
): void {
  if (isLoopback(host) || access.hasAdmin()) return;
  throw new ConfigError(
    "HOST",
    `HOST: ${host} is reachable from outside and ${dataDir} has no users; ` +
      `make the first one with: tandem user add NAME --role admin --mode ${mode}`,
  );
}
