import { CONFIG_KEYS, SECRET_KEYS } from "./config-keys.ts";

/** The first key of each part of the page, in the order of the table of keys. */
const PARTS: Readonly<Record<string, string>> = {
  ASSET_LIST: "Assets and pools",
  GEMINI_BASE_URL: "Venues and keys",
  MONGO_URL: "Where things are kept",
  OBSERVE_ONLY: "Limits",
  LEG_POLICY: "Execution",
  PROFIT_THRESHOLD_PCT: "What is worth a trade",
  COST_MODEL: "Costs",
  AUTO_REBALANCE: "The process and its ports",
  NOTIFY_MIN_SEVERITY: "Notifications",
};

const HEAD = `# Configuration

Made by \`bin/tandem configuration > docs/configuration.md\` from the table that every start checks its configuration against.

Keys are read from \`.env\` in the working folder, or from \`--env-file FILE\`; the process environment wins over both. A key that is unknown but nearly known, or a value that cannot be read, stops the start with one line that names it. Older names are read with a warning. A file that holds a secret must have mode 0600. What stands in brackets is the value where nothing is said. Keys marked with a star are secrets: they are shown nowhere, and never logged.
`;

/** Every key with its meaning, as Markdown. */
export function configurationPage(): string {
  const rows = Object.entries(CONFIG_KEYS).map(([key, help]) => {
    const part = PARTS[key];
    const head = part === undefined ? "" : `\n## ${part}\n\n| key | meaning |\n|---|---|\n`;
    const star = SECRET_KEYS.includes(key) ? " \\*" : "";
    return `${head}| \`${key}\`${star} | ${help.replaceAll("|", "\\|").replaceAll("<", "&lt;")} |\n`;
  });
  return HEAD + rows.join("");
}
