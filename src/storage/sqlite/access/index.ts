/** Users, sessions and keys: one small SQLite file of its own under DATA_DIR, whatever keeps the trades. */
export { holdsAdmin } from "./holds-admin.ts";
export { openAccessStore, type SqliteAccessStore } from "./open-access-store.ts";
