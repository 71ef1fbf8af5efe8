import { type Access, ROLES, type Role, type User } from "#access";
import { ConfigError, ConnectivityError } from "#model";
import { askPassword } from "./ask-password.ts";
import { type Command, type Flags, flagText } from "./command.ts";
import { ACCESS_FLAGS, withAccess } from "./local-access.ts";

const WORDS = ["add", "list", "role", "password", "disable", "enable", "remove"] as const;
type Word = (typeof WORDS)[number];

/** `tandem user add|list|role|password|disable|enable|remove`: who may log in. Prints what there is afterwards, a JSON line each. */
export const userCommand: Command = {
  options: { ...ACCESS_FLAGS, role: { type: "string" } },
  positionals: { from: 1, to: 3 },
  async run(flags, [word = "", name = "", role = ""]) {
    const known = WORDS.find((one) => one === word);
    if (known === undefined)
      throw new ConfigError("user", `tandem user: expected ${WORDS.join(", ")}, got ${word}`);
    if (known !== "list" && name === "")
      throw new ConfigError("user", `tandem user ${known}: whom? NAME is missing`);
    const users = await withAccess(
      flags,
      async (access, by) => await carryOut(access, known, { flags, name, role, by }),
    );
    if (users.length === 0 && known === "remove") process.stderr.write(NOBODY_LEFT);
    for (const user of users) process.stdout.write(`${JSON.stringify(shown(user))}\n`);
    return 0;
  },
};

const NOBODY_LEFT =
  "no user is left: a process that runs lets nobody in until one is added, and the next start asks nobody, on loopback only\n";

interface Said {
  readonly flags: Flags;
  readonly name: string;
  readonly role: string;
  readonly by: string;
}

async function carryOut(
  { people }: Access,
  word: Word,
  { flags, name, role, by }: Said,
): Promise<readonly User[]> {
  switch (word) {
    case "add": {
      const wanted = { name, role: roleOf(flagText(flags, "role") ?? ""), password: await askPassword(name) };
      return [done(await people.addUser(wanted, by))];
    }
    case "list":
      return people.users();
    case "role":
      return [done(await people.editUser(name, { role: roleOf(role) }, by))];
    case "password":
      return [done(await people.editUser(name, { password: await askPassword(name) }, by))];
    case "disable":
    case "enable":
      return [done(await people.editUser(name, { disabled: word === "disable" }, by))];
    case "remove":
      await people.removeUser(name, by, true);
      return people.users();
  }
}

/** One of the roles, or ConfigError that lists them. */
export function roleOf(said: string): Role {
  const role = ROLES.find((one) => one === said);
  if (role === undefined)
    throw new ConfigError("role", `--role: expected ${ROLES.join(", ")}, got ${said || "nothing"}`);
  return role;
}

function done(user: User | undefined): User {
  if (user === undefined)
    throw new ConnectivityError("busy", "too many passwords are being hashed: try again");
  return user;
}

function shown({ name, role, disabled, createdAtMs }: User) {
  return { name, role, disabled, created_at: new Date(createdAtMs).toISOString() };
}
