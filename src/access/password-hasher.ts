import type { Entropy } from "./entropy.ts";
import { fitsPassword, hashPassword } from "./password-hash.ts";

/** Two at a time: each takes a processor and 46 MiB for tens of milliseconds, and trading comes first. */
const AT_ONCE = 2;
/** Who comes when so many wait is sent away: a flood of logins must not become a queue of minutes. */
const WAITING = 16;

/** Undefined where too many wait already. */
type Unless<Busy> = Promise<Busy | undefined>;

export interface PasswordHasher {
  hash(password: string): Unless<string>;
  /** Takes as long where there is no such user (`stored` is null): the answer's time says nothing either. */
  fits(password: string, stored: string | null): Unless<boolean>;
}

/** Argon2 within bounds. */
export async function createPasswordHasher(entropy: Entropy): Promise<PasswordHasher> {
  const nobody = await hashPassword(Buffer.from(entropy(32)).toString("hex"), entropy);
  const inTurn = createTurns();
  return {
    hash: (password) => inTurn(() => hashPassword(password, entropy)),
    fits: (password, stored) =>
      inTurn(async () => (await fitsPassword(password, stored ?? nobody)) && stored !== null),
  };
}

function createTurns(): <Result>(work: () => Promise<Result>) => Unless<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= AT_ONCE) {
      if (waiting.length >= WAITING) return undefined;
      // Whoever ends hands its place over, so nobody gets in between.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
