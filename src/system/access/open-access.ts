import { type Access, createAccess } from "#access";
import type { Log, Timers } from "#model";
import { openAccessStore, type SqliteAccessStore, type Upgrade } from "#storage";
import { systemClock, systemEntropy } from "../clock.ts";
import type { Config } from "../config.ts";
import { createNoteCarrier, type NoteCarrierOptions } from "./note-carrier.ts";
import { readTokenSecret } from "./token-secret.ts";

/** Users, sessions and keys of a DATA_DIR, and the end of them. */
export interface OpenAccess extends AsyncDisposable {
  readonly access: Access;
  /** What had to be done to access.db when it was opened. */
  readonly upgrade: Upgrade | null;
  /** From now on every change is told to the audit log, also one that another process makes. Returns its end. */
  tellAudit(
    audit: NoteCarrierOptions["audit"],
    options: { readonly log: Log; readonly timers: Timers },
  ): () => void;
}

/** What `tandem user` changes beside a running process reaches the audit log within this. */
const LOOK_EVERY_MS = 500;

/** Opens `access.db`. Rejects with a one-line ConfigError that names DATA_DIR where it cannot. */
export async function openAccess(config: Pick<Config, "dataDir" | "jwtSecret">): Promise<OpenAccess> {
  await using opening = new AsyncDisposableStack();
  const store = opening.use(await openAccessStore(config.dataDir));
  const secret = readTokenSecret(config.jwtSecret, config.dataDir);
  const told = createTold(store);
  const access = await createAccess({
    store: told.store,
    clock: systemClock,
    entropy: systemEntropy,
    secret,
  });
  const running = opening.move();
  return {
    access,
    upgrade: store.upgrade,
    tellAudit: told.tell,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** The store, with somebody who is told of each commit. */
function createTold(store: SqliteAccessStore) {
  let onCommit = () => {};
  const tell: OpenAccess["tellAudit"] = (audit, { log, timers }) => {
    const carry = createNoteCarrier({ store, audit, log });
    let seen = -1;
    const look = () => {
      const revision = revisionOf(store);
      if (revision === seen) return;
      seen = revision;
      void carry();
    };
    onCommit = look;
    look();
    return timers.every(LOOK_EVERY_MS, look);
  };
  return {
    tell,
    store: {
      ...store,
      async commit(...change: Parameters<SqliteAccessStore["commit"]>) {
        const done = await store.commit(...change);
        if (done) onCommit();
        return done;
      },
    },
  };
}

/** A disk that is away is said by whoever needs it; here it only means that there is nothing to carry. */
function revisionOf(store: SqliteAccessStore): number {
  try {
    return store.revision();
  } catch {
    return -1;
  }
}
