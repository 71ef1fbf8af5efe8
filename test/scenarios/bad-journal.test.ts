import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operate } from "../support/operator.ts";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";
import { freePort, startMain, type TandemProcess } from "../support/tandem-process.ts";

/** Over a journal that it cannot trust Tandem does not start, so nothing is sent that it would forget. */
describe("a journal that is unreadable or not ours", () => {
  let venues: StandInsProcess;
  const folders: string[] = [];

  beforeAll(async () => {
    venues = await startStandInsProcess();
  }, 60_000);

  afterAll(async () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    await venues?.[Symbol.asyncDispose]();
  });

  function folder(): string {
    const made = mkdtempSync(join(tmpdir(), "tandem-journal-"));
    folders.push(made);
    return made;
  }

  /** One line that names DATA_DIR, exit code 2, and no word to any venue. */
  async function refusesToStart(process: TandemProcess, words: RegExp): Promise<void> {
    expect(await process.exited(60_000)).toBe(2);
    const complaints = process
      .stderr()
      .split("\n")
      .filter((line) => line.startsWith("tandem:"));
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(words);
    const { gemini, solana } = await venues.truth();
    expect([gemini.orders, solana.transactions]).toEqual([[], []]);
  }

  it.each([
    ["garbage", (file: string) => writeFileSync(file, "this is no database at all ".repeat(400))],
    ["another program's database", (file: string) => foreignDatabase(file)],
    ["a journal of a newer Tandem", (file: string) => newerDatabase(file)],
  ])("%s in its place stops the start", async (_what, spoil) => {
    const dir = folder();
    spoil(join(dir, "trading.db"));
    const port = String(await freePort());
    await using process = startMain(["run", "--mode", "demo"], { ...venues.env, DATA_DIR: dir, PORT: port });
    await refusesToStart(process, /^tandem: DATA_DIR: .*trading\.db/);
  });

  it("a second process over the same data does not start, and the first one goes on", async () => {
    const observing = { OBSERVE_ONLY: "true" };
    await using first = await operate(["run", "--mode", "demo"], { ...venues.env, ...observing });
    await first.trading();
    const env = { ...venues.env, DATA_DIR: first.dataDir, PORT: String(await freePort()) };
    await using second = startMain(["run", "--mode", "demo"], env);
    await refusesToStart(second, /^tandem: DATA_DIR: .*(another|other|use|lock)/i);
    expect((await first.status()).status).toBe("healthy");
    expect(first.log()).not.toContain("ERROR");
  });

  it("the journal of one account is not taken for another's", async () => {
    const observing = { OBSERVE_ONLY: "true" };
    await using demo = await operate(["run", "--mode", "demo"], { ...venues.env, ...observing });
    await demo.trading();
    await demo.stop("SIGTERM");
    const { GEMINI_API_KEY: _key, GEMINI_API_SECRET: _secret, SOLANA_KEYPAIR: _wallet, ...open } = venues.env;
    const env = { ...open, DATA_DIR: demo.dataDir, PORT: String(await freePort()) };
    await using observe = startMain(["run", "--mode", "observe"], env);
    await refusesToStart(
      observe,
      /^tandem: DATA_DIR: its journal belongs to wallet \w+ at 127\.0\.0\.1, not to paper/,
    );
  });
});

function foreignDatabase(file: string): void {
  using database = new DatabaseSync(file);
  database.exec("CREATE TABLE holidays (place TEXT); INSERT INTO holidays VALUES ('Rome')");
}

function newerDatabase(file: string): void {
  using database = new DatabaseSync(file);
  database.exec("PRAGMA user_version = 999");
}
