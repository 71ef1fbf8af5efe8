import { randomBytes } from "node:crypto";
import type { Access, Role } from "#access";
import { GOOD, type Who } from "./plan.ts";

/** Everybody who calls: of each role a session and a key that are good, and those who only pretend. */
export interface Cast {
  headersOf(who: Who): Readonly<Record<string, string>>;
  isGood(who: Who): boolean;
  /** The session or the key was refused: before the next request it is made anew, whatever became of its user. */
  refused(who: Who): void;
  /** Resolves when everybody who was refused is good again. */
  restored(): Promise<void>;
  readonly passwords: readonly string[];
  readonly refreshTokens: readonly string[];
}

const ROOMY = 60;
const PASSWORDS = ["a long enough phrase for fuzzing 42", "another phrase of many words 73"] as const;

const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const CLAIMS = { sub: "admin", sid: "x", role: "admin", exp: 4_102_444_800 };
const PRETENDERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nobody: {},
  "forged-jwt": {
    authorization: `Bearer ${b64({ alg: "HS256", typ: "JWT" })}.${b64(CLAIMS)}.${"A".repeat(43)}`,
  },
  "unsigned-jwt": { authorization: `Bearer ${b64({ alg: "none" })}.${b64(CLAIMS)}.` },
  "forged-key": { authorization: `Bearer tdk_${"0".repeat(16)}_${"A".repeat(43)}` },
  basic: { authorization: "Basic YWRtaW46YWRtaW4=" },
  "odd-bearer": { authorization: "Bearer  \u00ff, Bearer x" },
  "odd-cookie": { cookie: "tandem_access=%00; tandem_access=x; tandem_refresh=.." },
};

/** Made beside the process that is asked, in the same store, as `tandem user` does it: no route is needed for it. */
export async function createCast(access: Access): Promise<Cast> {
  const headers = new Map<Who, Readonly<Record<string, string>>>();
  const refreshTokens: string[] = [];
  const waiting = new Set<Who>();
  const names = new Map<Role, string>();
  const ownKeys = new Map<Role, string>();
  let restoring = Promise.resolve();
  let made = 0;

  const addUser = async (role: Role): Promise<string> => {
    const name = `fuzz-${role[0]}${++made}-${randomBytes(2).toString("hex")}`;
    await access.people.addUser({ name, role, password: PASSWORDS[0] }, "fuzz");
    names.set(role, name);
    return name;
  };
  const signIn = async (role: Role) => {
    for (const password of PASSWORDS) {
      const name = names.get(role) ?? (await addUser(role));
      const begun = await access.signIn.login({ name, password, address: `10.9.${made % 250}.1` });
      if (!("refused" in begun) && begun.user.role === role) return begun;
    }
    names.delete(role);
    return null;
  };
  const session = async (role: Role) => {
    const begun = (await signIn(role)) ?? (await signIn(role)) ?? (await signIn(role));
    if (begun === null) throw new Error(`the fuzzer's own ${role} is not let in`);
    refreshTokens.push(begun.refreshToken);
    return begun.accessToken;
  };
  /** There may be a hundred keys: those that the routes made go before they take the place of our own. */
  const makeRoom = async () => {
    const keys = access.people.apiKeys();
    if (keys.length < ROOMY) return;
    for (const { id } of keys.filter((one) => ![...ownKeys.values()].includes(one.id))) {
      // One that a route has revoked meanwhile is as gone as it should be.
      await access.people.revokeApiKey({ id }, "fuzz").catch(() => {});
    }
  };
  const key = async (role: Role) => {
    await makeRoom();
    const name = `fuzz-key-${++made}-${randomBytes(2).toString("hex")}`;
    const { apiKey, token } = await access.people.addApiKey({ name, role, days: 1 }, "fuzz");
    ownKeys.set(role, apiKey.id);
    return token;
  };
  const make = async (who: Who) => {
    const [role, kind] = who.split("-") as [Role, string];
    const token = kind === "key" ? await key(role) : await session(role);
    headers.set(
      who,
      kind === "cookie" ? { cookie: `tandem_access=${token}` } : { authorization: `Bearer ${token}` },
    );
  };

  // The first user must be an admin.
  for (const who of GOOD) await make(who);
  return {
    headersOf: (who) => headers.get(who) ?? PRETENDERS[who] ?? {},
    isGood: (who) => headers.has(who),
    refused: (who) => void (headers.has(who) && waiting.add(who)),
    restored() {
      if (waiting.size === 0) return restoring;
      const again = [...waiting];
      waiting.clear();
      restoring = restoring.then(async () => {
        for (const who of again) await make(who);
      });
      return restoring;
    },
    passwords: PASSWORDS,
    refreshTokens,
  };
}
