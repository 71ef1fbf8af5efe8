import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/paths.ts";
import { readBlocks } from "./blocks.ts";
import { play } from "./play.ts";
import { Stage } from "./stage.ts";

const RUNBOOK = readFileSync(join(ROOT, "docs/RUNBOOK.md"), "utf8");

describe("the runbook as a script", () => {
  const aBlock = (...lines: string[]) => readBlocks(lines.join("\n"));
  const fence = (script: string) => ["```bash", script, "```"];

  it("has an outcome or a reason for every command block, and only acts that can be brought about", () => {
    const blocks = readBlocks(RUNBOOK);
    expect(blocks.length).toBeGreaterThan(80);
    for (const { before, after } of blocks)
      for (const act of [...before, ...after]) expect(Stage.knows(act), act).toBe(true);
  });

  it("plays what is not said to be impossible: at most one in ten blocks is not run", () => {
    const blocks = readBlocks(RUNBOOK);
    expect(blocks.filter(({ notRun }) => notRun !== null).length).toBeLessThan(blocks.length / 10);
  });

  it("refuses a block without outcome, an unknown comment and a pattern that is none, by their lines", () => {
    expect(() => aBlock("", ...fence("true"))).toThrow(/line 2: a block without "expect"/);
    expect(() => aBlock("<!-- expects: x -->", ...fence("true"))).toThrow(/line 1: unknown "expects"/);
    expect(() => aBlock("<!-- expect: ( -->", ...fence("true"))).toThrow(/line 2: /);
    expect(aBlock("# not run: no", ...fence("# not run: no network\ntrue"))[0]?.notRun).toBe("no network");
  });

  it("tells what came as written from what did not", async () => {
    const outcome = async (...lines: string[]) => {
      const [block] = aBlock(...lines);
      if (block === undefined) throw new Error("no block");
      return (await play(block, process.env)).state;
    };
    expect(await outcome("<!-- expect: ^one$ -->", ...fence("echo two; echo one"))).toBe("as written");
    expect(await outcome("<!-- expect: three -->", ...fence("echo two; echo one"))).toBe("wrong");
    expect(await outcome("<!-- expect: two -->", ...fence("echo two; false"))).toBe("wrong");
    expect(await outcome("<!-- expect: two -->", "<!-- fails: yes -->", ...fence("echo two; false"))).toBe(
      "as written",
    );
    expect(await outcome("<!-- expect: two -->", "<!-- fails: yes -->", ...fence("echo two"))).toBe("wrong");
    expect(
      await outcome("<!-- expect: on -->", "<!-- stop after: 1 -->", ...fence("echo on; sleep 60")),
    ).toBe("as written");
  });

  it("tries again until the time that is written is over", async () => {
    const file = join(tmpdir(), `tandem-again-${process.pid}`);
    const script = `echo x >> ${file}; wc -l < ${file}`;
    const [block] = aBlock("<!-- expect: ^2$ -->", "<!-- within: 5 -->", ...fence(script));
    if (block === undefined) throw new Error("no block");
    expect((await play(block, process.env)).state).toBe("as written");
    rmSync(file);
  });
});
