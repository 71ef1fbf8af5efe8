import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linesOf } from "../../src/system/lines.ts";

async function split(...chunks: string[]): Promise<string[]> {
  async function* source() {
    yield* chunks;
  }
  return await Array.fromAsync(linesOf(source()));
}

describe("lines of a stream", () => {
  it("are the same however the stream was cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string()), async (chunks) => {
        expect(await split(...chunks)).toEqual(await split(chunks.join("")));
      }),
    );
  });

  it("end at a line feed only: a JSON text may hold any other line break", async () => {
    expect(await split("a\u2028b\r\nc\n", "d")).toEqual(["a\u2028b", "c", "d"]);
  });

  it("begin after a byte order mark", async () => {
    expect(await split("\uFEFF1\t{}\n")).toEqual(["1\t{}"]);
  });
});
