import { type Argon2Parameters, argon2, timingSafeEqual } from "node:crypto";
import type { Entropy } from "./entropy.ts";

/** The cost of one hash. `memoryKib` in KiB. */
interface Cost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/**
 * OWASP's first choice for argon2id.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
 */
const COST: Cost = { memoryKib: 47_104, passes: 1, lanes: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** `$argon2id$v=19$m=47104,t=1,p=1$<salt>$<hash>`, base64 without padding: the form that other tools read too. */
const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** Hashes with a fresh salt, in a thread of Node's pool. */
export async function hashPassword(password: string, entropy: Entropy): Promise<string> {
  const salt = Buffer.from(entropy(SALT_BYTES));
  const hash = await derive(password, salt, COST, HASH_BYTES);
  const { memoryKib, passes, lanes } = COST;
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Whether the password is the one that was hashed, at the hash's own cost; a text that is no hash fits nothing. */
export async function fitsPassword(password: string, stored: string): Promise<boolean> {
  const [, memory, passes, lanes, salt, hash] = PHC.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, "base64");
  const cost = { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const found = await derive(password, Buffer.from(salt, "base64"), cost, expected.length);
  return timingSafeEqual(found, expected);
}

function derive(password: string, nonce: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
  const parameters: Argon2Parameters = {
    message: Buffer.from(password.normalize("NFC")),
    nonce,
    parallelism: cost.lanes,
    tagLength,
    memory: cost.memoryKib,
    passes: cost.passes,
  };
  return new Promise((resolve, reject) =>
    argon2("argon2id", parameters, (error, key) => (error === null ? resolve(key) : reject(error))),
  );
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
