import type { Instruction } from "@solana/kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executeSwap } from "../../../../sim/solana/program/swap.ts";
import { sqrtPriceOfTick } from "../../../../sim/solana/program/tick-math.ts";
import { createPoolAccounts } from "../../../../src/venue/solana/trading/pool-accounts.ts";
import { aQuietNode, delta, landed, type QuietNode, send, sign } from "../../../sim/solana-trading-node.ts";
import { aPool } from "./builders.ts";

/** The client's instructions against the stand-in's program, where the market moves before they land. */
let node: QuietNode;

beforeAll(async () => {
  node = await aQuietNode();
}, 30_000);
afterAll(() => node.stop());

const NAMED_ACCOUNTS = 15;
const AMOUNT = 12_345n;

/** Others trade until the pool's tick has moved by so many. */
function moveMarket(base: string, ticks: number): void {
  const { state, swap, flush } = node.pool(base);
  const { slot, timeSec } = node.chain.blocks.head;
  const sqrtPriceLimit = sqrtPriceOfTick(state.whirlpool.tick + ticks);
  const request = { aToB: ticks < 0, exactIn: true, amount: 1n << 62n, sqrtPriceLimit };
  swap(executeSwap(state, { ...request, blockTimeSec: BigInt(timeSec) }));
  flush(node.chain.accounts, slot);
}

/** A small exact input at any price, as the client makes it at the pool's tick of now. */
function swapNow(base: string, aToB: boolean): Instruction {
  const { address, whirlpool } = node.pool(base).state;
  const { mintA, mintB, vaultA, vaultB, tick, tickSpacing } = whirlpool;
  const [tokenA, tokenB] = [
    { ...aPool().tokenA, mint: mintA, vault: vaultA },
    { ...aPool().tokenB, mint: mintB, vault: vaultB },
  ];
  const pool = aPool({ address, tokenA, tokenB, tick, tickSpacing, baseIsA: aToB });
  const amounts = { amount: AMOUNT, otherAmountThreshold: 0n, amountIsInput: true };
  return createPoolAccounts(pool, node.signer.address).swap({ ...amounts, tick });
}

/** The same swap as a client signs it that knows of three arrays only. */
function withoutSupplements(instruction: Instruction): Instruction {
  const data = Buffer.concat([Buffer.from(instruction.data ?? []).subarray(0, 42), Buffer.of(0)]);
  return { ...instruction, accounts: instruction.accounts?.slice(0, NAMED_ACCOUNTS) ?? [], data };
}

async function outcomeOf(instruction: Instruction) {
  const { signature, wire } = await sign(node, [instruction]);
  await send(node, wire);
  return landed(node, signature);
}

const REFUSED = { InstructionError: [1n, { Custom: 6023n }] };

describe.each(["SOL", "BTC", "ETH"])("a swap on %s that was signed one tick array ago", (base) => {
  it.each([
    { aToB: true, arrays: 1, seen: "behind it", bare: REFUSED },
    { aToB: true, arrays: -1, seen: "ahead of it", bare: null },
    { aToB: false, arrays: -1, seen: "behind it", bare: REFUSED },
    { aToB: false, arrays: 1, seen: "ahead of it", bare: null },
  ])(
    "lands where the price went into the array $seen, a to b $aToB; with three arrays only: $bare",
    async ({ aToB, arrays, bare }) => {
      const { tickSpacing, mintA, mintB } = node.pool(base).state.whirlpool;
      const instruction = swapNow(base, aToB);
      moveMarket(base, arrays * 88 * tickSpacing);
      expect((await outcomeOf(withoutSupplements(instruction))).meta.err).toEqual(bare);
      const transaction = await outcomeOf(instruction);
      expect(transaction.meta.err).toBeNull();
      expect(-delta(transaction, node.signer.address, aToB ? mintA : mintB)).toBe(AMOUNT);
    },
  );
});

describe("a swap that was signed two tick arrays ago", () => {
  it("is refused where the price went behind all of its arrays", async () => {
    const instruction = swapNow("SOL", true);
    moveMarket("SOL", 2 * 88 * 4);
    expect((await outcomeOf(instruction)).meta.err).toEqual(REFUSED);
  });
});
