import { InputError } from "#model";

const SHORTEST = 12;
/** Longer than any sentence; hashing what has no end would be a way to keep the machine busy. */
export const LONGEST_PASSWORD = 256;

/** Length is what counts; no demand for signs and digits, which only makes passwords alike. */
export function checkPassword(password: string, name: string): void {
  const characters = [...password].length;
  if (characters < SHORTEST)
    throw new InputError("weak-password", `password: at least ${SHORTEST} characters`);
  if (password.length > LONGEST_PASSWORD)
    throw new InputError("weak-password", `password: at most ${LONGEST_PASSWORD} characters`);
  if (password.toLowerCase().includes(name))
    throw new InputError("weak-password", "password: it must not contain the user's name");
  if (new Set(password).size < 5)
    throw new InputError("weak-password", "password: at least 5 different characters");
}
