import { describe, expect, it } from "vitest";
import { createLog } from "../../src/system/log.ts";

function written(level: "debug" | "info" | "warning" | "error") {
  const lines: string[] = [];
  const clock = { monotonicNs: () => 0, epochMs: () => Date.UTC(2026, 10, 22) };
  return { lines, log: createLog(level, clock, (line) => lines.push(line)) };
}

describe("the operator's log", () => {
  it("writes one plain line an event: time, level word, event, fields", () => {
    const { lines, log } = written("info");
    log.warning("Gemini dropped", { reason: "no pong", attempts: 3 });
    expect(lines).toEqual(['2026-11-22T00:00:00.000Z WARNING Gemini dropped reason="no pong" attempts=3\n']);
  });

  it("keeps one event on one line whatever a venue put into a field", () => {
    const { lines, log } = written("info");
    log.error("frame refused", { head: 'a\nERROR forged\r\n"b"' });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd().split(/[\r\n]/)).toHaveLength(1);
  });

  it.each([
    ["an escape sequence that clears the screen", "\u001b[2J"],
    ["the same begun by one byte", "\u009b2J"],
    ["a carriage return", "a\rERROR forged"],
    ["a line separator", "a\u2028ERROR"],
    ["writing from right to left", "\u202egnp.exe"],
    ["a bell and a NUL", "\u0007\u0000"],
  ])("shows %s as text, in a field as in the event", (_, text) => {
    const { lines, log } = written("info");
    log.info(text, { reason: text });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.slice(0, -1)).toMatch(/^[\x20-\x7e]+$/);
    expect(lines[0]).toMatch(/\\u?/);
  });

  it("leaves out what lies below its level", () => {
    const { lines, log } = written("warning");
    log.debug("a");
    log.info("b");
    log.error("c");
    expect(lines.map((line) => line.split(" ")[1])).toEqual(["ERROR"]);
  });
});
