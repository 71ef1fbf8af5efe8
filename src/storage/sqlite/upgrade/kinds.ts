import { ACCESS_FILE, openAccessDatabase } from "../access/open-access-database.ts";
import { ACCESS_STEPS } from "../access/schema.ts";
import type { OpenedDatabase } from "../open-database.ts";
import { DATABASE_FILE, openArbitrageDatabase } from "../repository.ts";
import { SCHEMA_STEPS } from "../schema.ts";
import { openTradingDatabase, TRADING_FILE } from "../trading/open-trading-database.ts";
import { TRADING_STEPS } from "../trading/schema.ts";
import type { SchemaStep } from "./take-steps.ts";

/** A database of a data folder, whoever uses it. */
export interface KnownDatabase {
  readonly file: string;
  readonly steps: readonly SchemaStep[];
  /** Brings it up to date. Throws ConfigError. */
  open(dir: string): OpenedDatabase;
}

/** The journal first: who has that has the folder for itself. */
export const KNOWN_DATABASES: readonly KnownDatabase[] = [
  { file: TRADING_FILE, steps: TRADING_STEPS, open: openTradingDatabase },
  { file: ACCESS_FILE, steps: ACCESS_STEPS, open: openAccessDatabase },
  { file: DATABASE_FILE, steps: SCHEMA_STEPS, open: openArbitrageDatabase },
];
