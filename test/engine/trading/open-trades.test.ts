import { describe, expect, it } from "vitest";
import { Host } from "./host.ts";

describe("the open trades of the engine", () => {
  it("are seen with their attempts and the time of their exposure until they are over", () => {
    const host = new Host().open();
    expect(host.engine.openTrades()).toEqual([]);
    host.quote(15_300);
    const [begun] = host.engine.openTrades();
    expect(begun).toMatchObject({ phase: "open", exposedSinceMs: null });
    expect(begun?.record).toMatchObject({ id: host.trade.id, status: "executing", residual: 0n });
    host.confirmDex(host.dex());
    const [exposed] = host.engine.openTrades();
    expect(exposed?.phase).toBe("leg2");
    expect(exposed?.exposedSinceMs).toBeGreaterThan(0);
    expect(exposed?.record.residual).not.toBe(0n);
    expect(exposed?.record.legs.map(({ venue }) => venue)).toEqual(["solana", "gemini"]);
    host.fillCex(host.cex());
    expect(host.engine.openTrades()[0]).toMatchObject({ exposedSinceMs: null });
    host.finalizeDex(host.dex());
    expect(host.engine.openTrades()).toEqual([]);
  });
});
