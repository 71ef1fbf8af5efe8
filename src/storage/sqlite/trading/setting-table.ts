import type { StoredSetting } from "#ledger";
import { textOf, textOrNullOf } from "../columns.ts";
import type { Statements } from "../statements.ts";

export interface SettingTable {
  get(key: string): StoredSetting | null;
  set(key: string, setting: StoredSetting): void;
}

export function createSettingTable(statements: Statements): SettingTable {
  const select = statements("SELECT value, environment FROM settings WHERE key = ?");
  const upsert = statements(`
    INSERT INTO settings (key, value, environment) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, environment = excluded.environment`);
  return {
    get(key) {
      const row = select.get(key);
      if (row === undefined) return null;
      return {
        value: textOf(row, "value"),
        environment: textOrNullOf(row, "environment"),
      };
    },
    set(key, setting) {
      upsert.run(key, setting.value, setting.environment);
    },
  };
}
