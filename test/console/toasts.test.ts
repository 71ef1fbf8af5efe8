import { describe, expect, it } from "vitest";
import { createToasts } from "../../console/lib/toasts.ts";

describe("toasts", () => {
  const aCorner = () => {
    const tasks: (() => void)[] = [];
    const toasts = createToasts((task) => tasks.push(task));
    return { toasts, pass: () => tasks.shift()?.(), texts: () => toasts.all().map(({ text }) => text) };
  };

  it("show the last three, oldest first, and go in their turn", () => {
    const { toasts, pass, texts } = aCorner();
    for (const text of ["one", "two", "three", "four"]) toasts.put(text);
    expect(texts()).toEqual(["two", "three", "four"]);
    pass();
    expect(texts()).toEqual(["two", "three", "four"]);
    pass();
    expect(texts()).toEqual(["three", "four"]);
  });

  it("are dismissed at once, and tell their readers only of what changed", () => {
    const { toasts, pass, texts } = aCorner();
    let told = 0;
    const leave = toasts.subscribe(() => {
      told += 1;
    });
    toasts.put("paused");
    const [{ id } = { id: 0 }] = toasts.all();
    toasts.dismiss(id);
    expect(texts()).toEqual([]);
    pass();
    toasts.dismiss(id);
    expect(told).toBe(2);
    leave();
    toasts.put("resumed");
    expect(told).toBe(2);
  });
});
