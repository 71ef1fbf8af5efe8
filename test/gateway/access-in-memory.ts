import { randomBytes } from "node:crypto";
import { createAccess } from "#access";
import type { Clock } from "#model";
import { createMemoryAccessStore } from "../access/memory-store.ts";

export const TEST_SECRET = Buffer.from("a secret that only these tests know of");

/** Users, sessions and keys in memory, by the test's own clock. */
export async function createTestAccess(clock: Clock) {
  const store = createMemoryAccessStore();
  const access = await createAccess({
    store,
    clock,
    entropy: (count) => randomBytes(count),
    secret: TEST_SECRET,
  });
  return { access, store };
}
