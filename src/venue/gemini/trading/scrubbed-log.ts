import type { Log, LogFields } from "#model";
import { withoutSecrets } from "./refusal.ts";
import type { Credentials } from "./sign.ts";

/** A log into which neither key nor secret gets, whatever the venue repeats in its words. */
export function scrubbedLog(log: Log, credentials: () => Credentials): Log {
  const scrub = (fields: LogFields = {}): LogFields =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === "string" ? withoutSecrets(value, credentials()) : value,
      ]),
    );
  return {
    info: (event, fields) => log.info(event, scrub(fields)),
    warning: (event, fields) => log.warning(event, scrub(fields)),
    error: (event, fields) => log.error(event, scrub(fields)),
    debug: (event, fields) => log.debug(event, scrub(fields)),
  };
}
