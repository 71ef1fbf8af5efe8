import { type Access, ROLES, type Role, type SignedIn } from "#access";
import { createTestAccess } from "./access-in-memory.ts";
import { createFakeTime, type FakeTime } from "./builders.ts";

/** A user of each role, named like it, each logged in. */
export interface People {
  readonly access: Access;
  readonly time: FakeTime;
  readonly password: string;
  readonly sessions: Readonly<Record<Role, SignedIn>>;
  /** What a script sends. */
  bearer(role: Role): { readonly authorization: string };
  apiKey(role: Role): Promise<{ readonly authorization: string }>;
}

const PASSWORD = "a phrase of many words 73";

export async function somePeople(): Promise<People> {
  const time = createFakeTime();
  const { access } = await createTestAccess(time.clock);
  const begun: [Role, SignedIn][] = [];
  for (const role of ROLES.toReversed()) {
    await access.people.addUser({ name: role, role, password: PASSWORD }, "test");
    const session = await access.signIn.login({ name: role, password: PASSWORD, address: "10.0.0.9" });
    if ("refused" in session) throw new Error(session.refused);
    begun.push([role, session]);
  }
  const sessions = Object.fromEntries(begun) as Record<Role, SignedIn>;
  return {
    ...{ access, time, password: PASSWORD, sessions },
    bearer: (role) => ({ authorization: `Bearer ${sessions[role].accessToken}` }),
    async apiKey(role) {
      const name = `script-${role}`;
      const { token } = await access.people.addApiKey({ name, role, days: 1 }, "test");
      return { authorization: `Bearer ${token}` };
    },
  };
}
