import { describe, expect, it } from "vitest";
import { fit, rank } from "../../console/lib/match-command.ts";
import { type KeyAction, type KeyPress, type Pending, pressKey } from "../../console/lib/shortcuts.ts";

const press = (key: string, changes: Partial<KeyPress> = {}): KeyPress => ({
  ...{ key, hasModifier: false, hasCommand: false, isTaken: false, atMs: 0 },
  ...changes,
});

function actionsOf(...presses: KeyPress[]): (KeyAction | null)[] {
  let pending: Pending = null;
  return presses.map((one) => {
    const [next, action] = pressKey(pending, one);
    pending = next;
    return action;
  });
}

describe("keys", () => {
  it("open the palette, also out of a field", () => {
    const k = press("k", { hasCommand: true, hasModifier: true, isTaken: true });
    expect(actionsOf(k)).toEqual([{ kind: "palette" }]);
  });

  it("go to a screen by two letters, within a moment", () => {
    expect(actionsOf(press("g"), press("t", { atMs: 900 }))).toEqual([null, { kind: "go", letter: "t" }]);
    expect(actionsOf(press("g"), press("t", { atMs: 1_501 }))).toEqual([null, null]);
    // The letter of a pause is a screen's after `g`, and never both.
    expect(actionsOf(press("g"), press("p", { atMs: 10 }))).toEqual([null, { kind: "go", letter: "p" }]);
  });

  it("pause, help and the clock by one letter", () => {
    expect(actionsOf(press("p"), press("?"), press("u"))).toEqual([
      { kind: "pause" },
      { kind: "help" },
      { kind: "clock" },
    ]);
  });

  it("do nothing in a field, in a dialog, or with a modifier", () => {
    expect(actionsOf(press("p", { isTaken: true }), press("p", { hasModifier: true }))).toEqual([null, null]);
    expect(actionsOf(press("g"), press("x", { isTaken: true }), press("t"))).toEqual([null, null, null]);
  });
});

describe("the palette's search", () => {
  const labels = ["Go to Trades", "Go to Risk & Limits", "Pause trading", "Show stranded trades"];

  it("needs every letter in order, and puts beginnings of words first", () => {
    expect(rank("trades", labels, (label) => label)[0]).toBe("Go to Trades");
    expect(rank("gr", labels, (label) => label)[0]).toBe("Go to Risk & Limits");
    expect(rank("pause", labels, (label) => label)).toEqual(["Pause trading"]);
    expect(rank("zz", labels, (label) => label)).toEqual([]);
    expect(rank(" ", labels, (label) => label)).toEqual(labels);
    expect(fit("limits risk", "Go to Risk & Limits")).toBeNull();
  });
});
