import { ConnectivityError } from "#model";
import { createLiveState, type IndexedState } from "./live-state.ts";
import type { Decision } from "./state.ts";
import type { AccessStore } from "./store.ts";

/** Only another process can come in between, and it seldom does more than one thing. */
const ATTEMPTS = 10;

export interface Committer {
  readonly state: () => IndexedState;
  /** Decides on the state as it is when the decision is written; throws what `decide` throws. */
  commit<Result>(decide: (state: IndexedState) => Decision<Result>): Promise<Result>;
}

/** Rules are looked at and kept in one step, also between two processes: the last admin cannot be removed twice. */
export function createCommitter(store: AccessStore): Committer {
  const state = createLiveState(store);
  let last: Promise<unknown> = Promise.resolve();
  const commitNow = async <Result>(decide: (state: IndexedState) => Decision<Result>): Promise<Result> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const seen = state();
      const { changes, result } = decide(seen);
      if (changes.length === 0 || (await store.commit(changes, seen.revision))) return result;
    }
    throw new ConnectivityError("storage-busy", "users and sessions are being changed by another process");
  };
  return {
    state,
    commit(decide) {
      const mine = last.then(() => commitNow(decide));
      last = mine.catch(() => {});
      return mine;
    },
  };
}
