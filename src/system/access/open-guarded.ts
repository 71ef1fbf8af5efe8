import type { Log } from "#model";
import { tellUpgrade } from "#storage";
import type { Config } from "../config.ts";
import { refuseUnprepared } from "../live/requirements.ts";
import { type OpenAccess, openAccess } from "./open-access.ts";
import { refuseOutsideWithoutUsers } from "./outside-host.ts";

/** Opens users and keys, and refuses a start that they would leave unguarded. Rejects with a one-line ConfigError. */
export async function openGuarded(config: Config, log: Log): Promise<OpenAccess> {
  await using opening = new AsyncDisposableStack();
  const accounts = opening.use(await openAccess(config));
  tellUpgrade(log, accounts.upgrade);
  refuseUnprepared(config, accounts.access.hasAdmin());
  refuseOutsideWithoutUsers(config, accounts.access);
  const guarded = opening.move();
  return { ...accounts, [Symbol.asyncDispose]: () => guarded.disposeAsync() };
}
