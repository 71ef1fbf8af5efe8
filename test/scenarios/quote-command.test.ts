import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/paths.ts";
import { startTandem } from "../support/tandem-process.ts";

const accounts = join(ROOT, "test/fixtures/orca/mainnet-365795240.csv");
const sale = JSON.stringify({
  pool: "2nJjE2ba3iGtefN4UNM1KN5FdYCwssU4Bzhc8URceqh6",
  a_to_b: true,
  exact_in: true,
  amount: "76594545",
});

describe("tandem quote", () => {
  it("answers every request, however slowly its output is read", async () => {
    const requests = 20_000;
    await using tandem = startTandem(["quote", "--accounts", accounts], {}, `${sale}\n`.repeat(requests));
    const ended = once(tandem.child, "exit");
    tandem.child.stdout?.pause();
    await Promise.race([ended, later(1_500)]);
    tandem.child.stdout?.resume();
    expect(await tandem.exited()).toBe(0);
    const answers = tandem.stdout().trimEnd().split("\n");
    expect(answers.length).toBe(requests);
    expect(answers.every((line) => line === answers[0])).toBe(true);
    expect(JSON.parse(answers[0] ?? "")).toMatchObject({ amount_out: "16155704" });
  });

  it("ends with one line, not a trace, when its reader leaves", async () => {
    await using tandem = startTandem(["quote", "--accounts", accounts], {}, `${sale}\n`.repeat(20_000));
    tandem.child.stdin?.on("error", () => {});
    tandem.child.stdout?.destroy();
    expect(await tandem.exited()).toBe(1);
    expect(tandem.stderr()).toBe("tandem: write EPIPE\n");
  });

  it.each([ROOT, join(ROOT, "nowhere.csv")])("refuses %s, which is no file", async (path) => {
    await using tandem = startTandem(["quote", "--accounts", path], {}, sale);
    expect(await tandem.exited()).toBe(2);
    expect(tandem.stderr()).toBe(`tandem: --accounts ${path}: no such file\n`);
  });
});
