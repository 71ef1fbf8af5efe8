import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addWindows } from "#ledger";
import type { Window } from "#model";
import { aWindow } from "./builders.ts";
import { startGateway } from "./start-gateway.ts";

const HOUR_MS = 3_600_000;

describe("windows by the hour", () => {
  it("are the same in whatever pieces they come, and none is lost", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20 * HOUR_MS)), fc.nat(40), (times, cut) => {
        const windows = times
          .toSorted((a, b) => a - b)
          .map((startMs) => aWindow({ startMs, opportunityCount: 3 }));
        const whole = addWindows([], windows);
        expect(addWindows(addWindows([], windows.slice(0, cut)), windows.slice(cut))).toEqual(whole);
        expect(whole.reduce((sum, { windows: count }) => sum + count, 0)).toBe(times.length);
        expect(whole.reduce((sum, { opportunities }) => sum + opportunities, 0)).toBe(times.length * 3);
        expect(new Set(whole.map(({ startMs }) => startMs)).size).toBe(whole.length);
        expect(whole.every(({ startMs }) => startMs % HOUR_MS === 0)).toBe(true);
      }),
    );
  });

  it("are listed over as many days as asked, of one asset where one is named", async () => {
    const day = 24 * HOUR_MS;
    const windows: Window[] = [];
    const { app, gateway, time } = await startGateway({
      rows: {
        windowsAfter: async (key, limit) =>
          windows.filter(({ startMs }) => startMs > (key?.timestampMs ?? 0)).slice(0, limit),
      },
    });
    const now = time.clock.epochMs();
    const old = Array.from({ length: 450 }, (_, n) =>
      aWindow({ id: `w-${n}`, startMs: now - 3 * day + n, opportunityCount: 2 }),
    );
    windows.push(
      aWindow({ startMs: now - 40 * day }),
      ...old,
      aWindow({ asset: "ETH-USD", startMs: now - day }),
    );
    const ask = async (query: string) => {
      const { hours } = (await app.inject(`/api/v1/windows/hours${query}`)).json() as {
        hours: { window_count: number; opportunity_count: number }[];
      };
      return hours.map(({ window_count, opportunity_count }) => [window_count, opportunity_count]);
    };
    expect(await ask("")).toEqual([
      [450, 900],
      [1, aWindow().opportunityCount],
    ]);
    expect(await ask("?days=2")).toHaveLength(1);
    expect(await ask("?asset=SOL-USD")).toEqual([[450, 900]]);
    for (const days of ["0", "91", "x", "1e1"])
      expect((await app.inject(`/api/v1/windows/hours?days=${days}`)).statusCode).toBe(422);
    await gateway.close();
  });

  it("answer 503 without storage", async () => {
    const { app, gateway } = await startGateway({ rows: null });
    const answer = await app.inject("/api/v1/windows/hours");
    expect([answer.statusCode, answer.json()]).toEqual([503, { detail: "Database not initialized" }]);
    await gateway.close();
  });
});
