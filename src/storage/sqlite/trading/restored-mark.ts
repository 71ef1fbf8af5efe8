import { textOf } from "../columns.ts";
import type { Statements } from "../statements.ts";

/** Stands among the settings, which no other part reads under this name. */
const KEY = "restored_backup";

/** Remembers, until a start has taken notice, that these books were put back from a backup. */
export interface RestoredMark {
  /** When that backup was taken, ISO-8601; null where there is nothing to notice. */
  restoredBackup(): string | null;
  markRestored(taken: string): void;
  clearRestored(): void;
}

export function createRestoredMark(statements: Statements): RestoredMark {
  const select = statements("SELECT value FROM settings WHERE key = ?");
  const upsert = statements("INSERT OR REPLACE INTO settings (key, value, environment) VALUES (?, ?, NULL)");
  const remove = statements("DELETE FROM settings WHERE key = ?");
  return {
    restoredBackup() {
      const row = select.get(KEY);
      return row === undefined ? null : textOf(row, "value");
    },
    markRestored: (taken) => void upsert.run(KEY, taken),
    clearRestored: () => void remove.run(KEY),
  };
}
