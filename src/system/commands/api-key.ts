import type { ApiKey } from "#access";
import { ConfigError } from "#model";
import { type Command, flagText } from "./command.ts";
import { ACCESS_FLAGS, withAccess } from "./local-access.ts";
import { roleOf } from "./user.ts";

/** `tandem api-key add|list|revoke`: keys of scripts. A new one's token is printed this once. */
export const apiKeyCommand: Command = {
  options: { ...ACCESS_FLAGS, role: { type: "string" }, expires: { type: "string" } },
  positionals: { from: 1, to: 2 },
  async run(flags, [word = "", name = ""]) {
    if (word !== "list" && name === "")
      throw new ConfigError("api-key", `tandem api-key ${word}: which? NAME is missing`);
    const lines = await withAccess(flags, async ({ people }, by) => {
      if (word === "list") return people.apiKeys().map(shown);
      if (word === "add") {
        const role = roleOf(flagText(flags, "role") ?? "");
        const made = await people.addApiKey(
          { name, role, days: daysOf(flagText(flags, "expires") ?? "90d") },
          by,
        );
        return [{ ...shown(made.apiKey), token: made.token }];
      }
      if (word !== "revoke")
        throw new ConfigError("api-key", `tandem api-key: expected add, list, revoke, got ${word}`);
      await people.revokeApiKey({ name }, by);
      return [];
    });
    for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
    return 0;
  },
};

function daysOf(text: string): number {
  const days = Number(/^(\d{1,3})d$/.exec(text)?.[1] ?? 0);
  if (days < 1 || days > 365) throw new ConfigError("expires", `--expires: expected 1d to 365d, got ${text}`);
  return days;
}

function shown({ id, name, role, createdBy, expiresAtMs }: ApiKey) {
  return { id, name, role, created_by: createdBy, expires_at: new Date(expiresAtMs).toISOString() };
}
