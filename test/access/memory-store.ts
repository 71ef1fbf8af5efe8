import type { AccessChange, AccessState, AccessStore, ApiKey, Session, User, WaitingNote } from "#access";

/** The port in memory, with everything that it keeps laid open. */
export interface MemoryAccessStore extends AccessStore {
  readonly users: Map<string, User>;
  readonly sessions: Map<string, Session>;
  readonly apiKeys: Map<string, ApiKey>;
  readonly noted: WaitingNote[];
}

export function createMemoryAccessStore(): MemoryAccessStore {
  const [users, sessions, apiKeys] = [
    new Map<string, User>(),
    new Map<string, Session>(),
    new Map<string, ApiKey>(),
  ];
  const noted: WaitingNote[] = [];
  let revision = 0;
  const write = (change: AccessChange) => {
    if (change.kind === "put-user") users.set(change.user.id, change.user);
    else if (change.kind === "put-session") sessions.set(change.session.id, change.session);
    else if (change.kind === "put-api-key") apiKeys.set(change.apiKey.id, change.apiKey);
    else if (change.kind === "note") noted.push({ seq: noted.length + 1, ...change.note });
    else if (change.kind === "remove-user") users.delete(change.id);
    else if (change.kind === "end-session") sessions.delete(change.id);
    else apiKeys.delete(change.id);
  };
  return {
    ...{ users, sessions, apiKeys, noted },
    revision: () => revision,
    read: (): AccessState => ({
      revision,
      users: [...users.values()],
      sessions: [...sessions.values()],
      apiKeys: [...apiKeys.values()],
    }),
    async commit(changes, onto) {
      if (onto !== revision) return false;
      for (const change of changes) write(change);
      revision += 1;
      return true;
    },
    notes: async () => noted,
    async forgetNotes(upToSeq) {
      noted.splice(0, noted.filter(({ seq }) => seq <= upToSeq).length);
    },
  };
}
