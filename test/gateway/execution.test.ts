import { afterEach, describe, expect, it } from "vitest";
import { viewOpenTrade } from "#gateway";
import { type Execution, execution } from "#wire";
import { aTrade } from "./builders.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

describe("GET /api/v1/execution", () => {
  let test: TestGateway | undefined;
  afterEach(() => test?.gateway.close());

  const read = async (): Promise<Execution> => {
    const answer = await test?.app.inject("/api/v1/execution");
    expect(answer?.statusCode).toBe(200);
    return execution.parse(answer?.json());
  };

  it("answers with the server's clock where nothing is open", async () => {
    test = await startGateway();
    expect(await read()).toEqual({ timestamp: "2026-01-02T03:04:05.000Z", open_trades: [] });
  });

  it("shows an open trade with its attempts, what is left and since when, exactly", async () => {
    const record = aTrade({ status: "executing", closedAtMs: null, residual: -1n });
    const open = viewOpenTrade({
      ...{ record, phase: "leg2", exposedSinceMs: Date.UTC(2026, 0, 2, 3, 4, 6, 7) },
      ...{ smallestClosable: 10n ** 16n, maxLossUsd: 20_000_000_001n },
    });
    test = await startGateway({ openTrades: () => [open] });
    const [trade] = (await read()).open_trades;
    expect(trade).toMatchObject({
      ...{ id: "trade-1", phase: "leg2", residual: "-0.000000000000000001" },
      ...{
        exposed_since: "2026-01-02T03:04:06.007Z",
        smallest_closable: "0.01",
        max_loss_usd: "20.000000001",
      },
    });
    expect(trade?.legs).toHaveLength(record.legs.length);
  });

  it("has no time of exposure where nothing is held", async () => {
    const about = { phase: "open", exposedSinceMs: null, smallestClosable: 1n, maxLossUsd: 1n };
    test = await startGateway({ openTrades: () => [viewOpenTrade({ record: aTrade(), ...about })] });
    expect((await read()).open_trades[0]?.exposed_since).toBeNull();
  });
});
