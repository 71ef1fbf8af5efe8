import { holdsAdmin } from "#storage";
import { refuseOutsideWithoutUsers } from "../access/outside-host.ts";
import { refuseUnprepared } from "../live/requirements.ts";
import type { Check } from "./check.ts";
import { ok } from "./finding.ts";

/** Whether a start would be refused for want of users, or of what live trading needs. */
export const accessCheck: Check = {
  name: "users",
  advice: "set each key that is named; a user is made by: tandem user add NAME --role admin",
  async run({ backend }) {
    const { config } = backend;
    const hasAdmin = holdsAdmin(config.dataDir);
    refuseUnprepared(config, hasAdmin);
    refuseOutsideWithoutUsers(config, { hasAdmin: () => hasAdmin });
    return ok(this.name, hasAdmin ? "an admin is there" : `none, and none needed on ${config.host}`);
  },
};
