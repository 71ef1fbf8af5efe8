import { InputError } from "#model";

const NAME = /^[a-z][a-z0-9._-]{0,31}$/;
/** Stands in the audit log for what the system does by itself. */
const TAKEN = new Set(["tandem"]);

/** Names of users and keys: lower case only, so that no two of them look alike in the audit log. */
export function checkName(name: string): string {
  if (!NAME.test(name))
    throw new InputError(
      "bad-name",
      "name: 1 to 32 of a-z, 0-9, dot, dash and underscore, beginning with a letter",
    );
  if (TAKEN.has(name)) throw new InputError("bad-name", `name: ${name} is what the system calls itself`);
  return name;
}
