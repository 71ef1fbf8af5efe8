import { apiKeyCommand } from "./api-key.ts";
import { auditCommand } from "./audit.ts";
import { backupCommand } from "./backup.ts";
import { chaosCommand } from "./chaos.ts";
import type { Command } from "./command.ts";
import { configurationCommand } from "./configuration.ts";
import { consoleCommand } from "./console.ts";
import { doctorCommand } from "./doctor.ts";
import { inspectCommand } from "./inspect.ts";
import { keysCommand } from "./keys.ts";
import { logsCommand } from "./logs.ts";
import { migrateCommand } from "./migrate.ts";
import { notifyCommand } from "./notify.ts";
import { probeCommand } from "./probe.ts";
import { quoteCommand } from "./quote.ts";
import { restoreCommand } from "./restore.ts";
import { runCommand } from "./run.ts";
import { simCommand } from "./sim.ts";
import { startCommand } from "./start.ts";
import { upgradeCommand } from "./upgrade.ts";
import { userCommand } from "./user.ts";

/** The words of the command line. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  start: startCommand,
  run: runCommand,
  sim: simCommand,
  console: consoleCommand,
  configuration: configurationCommand,
  doctor: doctorCommand,
  inspect: inspectCommand,
  keys: keysCommand,
  probe: probeCommand,
  logs: logsCommand,
  notify: notifyCommand,
  quote: quoteCommand,
  chaos: chaosCommand,
  user: userCommand,
  "api-key": apiKeyCommand,
  audit: auditCommand,
  backup: backupCommand,
  restore: restoreCommand,
  migrate: migrateCommand,
  upgrade: upgradeCommand,
};
