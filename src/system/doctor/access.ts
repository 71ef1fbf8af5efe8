import { existsSync } from "node:fs";
import { join } from "node:path";
import { openAccess } from "../access/open-access.ts";
import { refuseOutsideWithoutUsers } from "../access/outside-host.ts";
import { refuseUnprepared } from "../live/requirements.ts";
import type { Check } from "./check.ts";
import { ok } from "./finding.ts";

/** Signs nothing here: where it is given, no secret is made in DATA_DIR. */
const UNUSED_SECRET = "-".repeat(32);

/** Whether a start would be refused for want of users, or of what live trading needs. */
export const accessCheck: Check = {
  name: "users",
  advice: "set each key that is named; a user is made by: tandem user add NAME --role admin",
  async run({ backend }) {
    const { config } = backend;
    const hasAdmin = await hasAdminIn(config.dataDir);
    refuseUnprepared(config, hasAdmin);
    refuseOutsideWithoutUsers(config, { hasAdmin: () => hasAdmin });
    return ok(this.name, hasAdmin ? "an admin is there" : `none, and none needed on ${config.host}`);
  },
};

async function hasAdminIn(dataDir: string): Promise<boolean> {
  if (!existsSync(join(dataDir, "access.db"))) return false;
  await using opened = await openAccess({ dataDir, jwtSecret: UNUSED_SECRET });
  return opened.access.hasAdmin();
}
