import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "#risk";
import { Host } from "./host.ts";

const by = "ada";

describe("an operator's command", () => {
  it("is answered once, in its own turn, and audited with its author", () => {
    const host = new Host().open();
    const limits = { ...DEFAULT_LIMITS, maxConsecutiveLosses: 3 };
    const scope = { kind: "all" } as const;
    expect(host.command({ kind: "pause", by, reason: null, scope })).toEqual({
      ok: true,
      reason: "paused by ada",
    });
    expect(host.command({ kind: "pause", by, reason: "again", scope })).toMatchObject({ ok: true });
    expect(host.command({ kind: "resume", by, reason: "back" })).toEqual({ ok: true, reason: "back" });
    expect(host.command({ kind: "resume", by, reason: null })).toEqual({ ok: true, reason: "" });
    expect(host.command({ kind: "observe-only", by, on: true })).toMatchObject({ ok: true });
    expect(host.command({ kind: "limits", by, limits })).toMatchObject({ ok: true });
    expect(host.view.risk).toMatchObject({ observeOnly: true, limits, isPaused: false });
    expect(host.disk.audit.map(({ action, by: who }) => [action, who])).toEqual([
      ["pause", by],
      ["resume", by],
      ["observe-only", by],
      ["limits", by],
    ]);
    expect(host.disk.audit.at(-1)).toMatchObject({
      before: '{"maxConsecutiveLosses":5}',
      after: '{"maxConsecutiveLosses":3}',
    });
  });

  it("tells a pause of a cause that recurs only once", () => {
    const host = new Host().open();
    for (let i = 0; i < 3; i += 1) {
      host.quote(15_900 + i);
      host.tick();
    }
    expect(host.logs.filter((event) => event === "Risk paused: wide spread")).toHaveLength(1);
    expect(host.effects.filter(({ kind }) => kind === "paused")).toEqual([
      { kind: "paused", reason: "wide spread" },
    ]);
  });
});
