import { type Access, createAccess, type Role } from "#access";
import { openAccessStore } from "#storage";
import { readTokenSecret } from "../../src/system/access/token-secret.ts";
import { systemClock, systemEntropy } from "../../src/system/clock.ts";

/** The users of a DATA_DIR, made and logged in beside the process that serves them, as `tandem user` does it. */
export interface Folk extends AsyncDisposable {
  /** Makes a user of this role and name. */
  make(role: Role): Promise<void>;
  /** An access token of the user of this role, whose password was given so long ago. */
  token(role: Role, agoMs?: number): Promise<string>;
  apiKey(role: Role): Promise<string>;
}

const PASSWORD = "a long enough phrase for tests 42";

export async function folkOf(dataDir: string): Promise<Folk> {
  const store = await openAccessStore(dataDir);
  const at = (agoMs: number): Promise<Access> =>
    createAccess({
      store,
      clock: { ...systemClock, epochMs: () => systemClock.epochMs() - agoMs },
      entropy: systemEntropy,
      secret: readTokenSecret(null, dataDir),
    });
  const { people } = await at(0);
  return {
    async make(role) {
      await people.addUser({ name: role, role, password: PASSWORD }, "test");
    },
    async token(role, agoMs = 0) {
      const { signIn } = await at(agoMs);
      const signedIn = await signIn.login({ name: role, password: PASSWORD, address: "127.0.0.1" });
      if ("refused" in signedIn) throw new Error(`not let in: ${signedIn.refused}`);
      return signedIn.accessToken;
    },
    apiKey: async (role) => (await people.addApiKey({ name: `script-${role}`, role, days: 1 }, "test")).token,
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}
