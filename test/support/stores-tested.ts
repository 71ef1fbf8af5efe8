import type { Reporter } from "vitest/node";

/** Says at the end of every run which stores it was against: what ran on SQLite alone proves nothing of MongoDB. */
export class StoresTestedReporter implements Reporter {
  onTestRunEnd(): void {
    process.stdout.write(`\n${storesTested(process.env.MONGO_URL)}\n`);
  }
}

/** In one line, without the name and password that the address may hold. */
export function storesTested(mongoUrl: string | undefined): string {
  if (mongoUrl === undefined || mongoUrl === "") return "storage: SQLite only, MONGO_URL is not set";
  return `storage: SQLite and MongoDB ${withoutCredentials(mongoUrl)}`;
}

/** A password may itself hold an `@`, and options after `?` may hold secrets: only what lies between is shown. */
function withoutCredentials(url: string): string {
  const [, scheme, rest = ""] = /^(mongodb(?:\+srv)?:\/\/)([^?]*)/.exec(url) ?? [];
  return scheme === undefined ? "(no address of one)" : `${scheme}${rest.slice(rest.lastIndexOf("@") + 1)}`;
}
