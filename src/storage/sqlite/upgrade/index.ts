/** Versions of the SQLite databases: what is missing is taken step by step, with a copy of what was there before. */
export { planFolder } from "./plan-folder.ts";
export { upgradeFolder } from "./upgrade-folder.ts";
