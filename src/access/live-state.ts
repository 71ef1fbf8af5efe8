import type { AccessState, ApiKey, Session, User } from "./state.ts";
import type { AccessStore } from "./store.ts";

/** A state with everything found by what it is asked for. */
export interface IndexedState extends AccessState {
  readonly userById: ReadonlyMap<string, User>;
  readonly userByName: ReadonlyMap<string, User>;
  readonly sessionById: ReadonlyMap<string, Session>;
  readonly apiKeyById: ReadonlyMap<string, ApiKey>;
}

/**
 * The state in memory, never older than the disk: the revision is asked for each time, so that what another process
 * changed (`tandem user disable`) counts from the next request on.
 */
export function createLiveState(store: Pick<AccessStore, "revision" | "read">): () => IndexedState {
  let held: IndexedState | null = null;
  return () => {
    if (held === null || held.revision !== store.revision()) held = indexed(store.read());
    return held;
  };
}

export function indexed(state: AccessState): IndexedState {
  return {
    ...state,
    userById: new Map(state.users.map((user) => [user.id, user])),
    userByName: new Map(state.users.map((user) => [user.name, user])),
    sessionById: new Map(state.sessions.map((session) => [session.id, session])),
    apiKeyById: new Map(state.apiKeys.map((key) => [key.id, key])),
  };
}
