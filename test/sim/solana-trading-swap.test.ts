import type { Address } from "@solana/kit";
import { AccountRole, generateKeyPairSigner } from "@solana/kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { associatedTokenAddress } from "../../sim/solana/program/pda.ts";
import { executeSwap } from "../../sim/solana/program/swap.ts";
import { decodeTickArray } from "../../sim/solana/program/tick-array-account.ts";
import { decodeWhirlpool } from "../../sim/solana/program/whirlpool-account.ts";
import type { QuietNode, SwapArguments } from "./solana-trading-node.ts";
import { aQuietNode, call, delta, landed, send, sign, swapInstruction } from "./solana-trading-node.ts";

let node: QuietNode;
let price = 10n;

/** Another one each time, so that no two transactions are the same bytes. */
function nextPrice(): bigint {
  price += 1n;
  return price;
}

beforeAll(async () => {
  node = await aQuietNode();
});
afterAll(() => node.stop());

/** Signs, sends and waits; the pool before it, for a quote of one's own. */
async function swap(wanted: SwapArguments, how: Parameters<typeof sign>[2] = {}) {
  const { signature, wire, unitLimit } = await sign(node, [swapInstruction(node, wanted)], how);
  expect(await send(node, wire)).toEqual({ jsonrpc: "2.0", id: 1, result: signature });
  return { transaction: await landed(node, signature), signature, unitLimit };
}

/** What the engine says of a swap on a copy of the pool, at the block time of the slot where it landed. */
function quote({ base, ...request }: SwapArguments, before: Parameters<typeof executeSwap>[0], slot: bigint) {
  const blockTimeSec = BigInt(node.chain.blocks.at(Number(slot))!.timeSec);
  return executeSwap(before, { ...request, sqrtPriceLimit: request.limit ?? 0n, blockTimeSec });
}

const SHAPES = ["SOL", "BTC", "ETH", "UNI"].flatMap((base) =>
  [true, false].flatMap((aToB) => [true, false].map((exactIn) => ({ base, aToB, exactIn }))),
);

describe("a swap that is sent to the stand-in node", () => {
  it.each(SHAPES)(
    "moves exactly what the engine quotes: $base, a to b $aToB, exact in $exactIn",
    async (shape) => {
      const { state } = node.pool(shape.base);
      const { mintA, mintB, vaultA, vaultB } = state.whirlpool;
      const isUsdcSpecified = (mintB === node.pool("SOL").quoteMint) === (shape.aToB !== shape.exactIn);
      const amount = isUsdcSpecified ? 2_345_678_901n : 12_345_678n;
      const before = structuredClone(state);
      const owned = [node.tokens(mintA), node.tokens(mintB)];
      const vaults = { ...node.pool(shape.base).vaults };

      const { transaction } = await swap({ ...shape, amount });
      const expected = quote({ ...shape, amount }, before, transaction.slot);
      const { amountIn, amountOut } = expected;
      expect(shape.exactIn ? amountIn : amountOut).toBe(amount);
      const [movedA, movedB] = shape.aToB ? [-amountIn, amountOut] : [amountOut, -amountIn];

      expect(transaction.meta.err).toBeNull();
      const { address } = node.signer;
      expect([delta(transaction, address, mintA), delta(transaction, address, mintB)]).toEqual([
        movedA,
        movedB,
      ]);
      expect(delta(transaction, state.address, mintA)).toBe(-movedA);
      expect([node.tokens(mintA), node.tokens(mintB)]).toEqual([owned[0]! + movedA, owned[1]! + movedB]);
      expect(node.pool(shape.base).vaults).toEqual({ a: vaults.a - movedA, b: vaults.b - movedB });

      const slot = node.standIn.slot();
      const stored = (key: Address) => Buffer.from(node.standIn.accountAt(key, slot)!);
      expect(decodeWhirlpool(stored(state.address))).toEqual(state.whirlpool);
      expect(state.whirlpool.sqrtPrice).toBe(expected.sqrtPrice);
      expect(stored(vaultA).readBigUInt64LE(64)).toBe(vaults.a - movedA);
      expect(stored(vaultB).readBigUInt64LE(64)).toBe(vaults.b - movedB);
    },
  );

  it("tells its amounts in the program's event", async () => {
    const { transaction } = await swap({ base: "SOL", aToB: true, exactIn: true, amount: 5_000_000_000n });
    const line = transaction.meta.logMessages.find((one) => one.startsWith("Program data: "))!;
    const event = Buffer.from(line.slice(14), "base64");
    const { mintA, mintB } = node.pool("SOL").state.whirlpool;
    expect(event.readBigUInt64LE(73)).toBe(-delta(transaction, node.signer.address, mintA));
    expect(event.readBigUInt64LE(81)).toBe(delta(transaction, node.signer.address, mintB));
  });

  it("crosses ticks, changes their accounts, and costs more units the further it goes", async () => {
    const small = await swap({ base: "SOL", aToB: false, exactIn: true, amount: 1_000_000n });
    const big = { base: "SOL", aToB: true, exactIn: true, amount: 900_000_000_000n };
    const before = structuredClone(node.pool("SOL").state);
    const { transaction } = await swap(big, { unitLimit: 1_200_000 });
    const expected = quote(big, before, transaction.slot);
    expect(expected.crossed.length).toBeGreaterThan(0);
    expect(-delta(transaction, node.signer.address, before.whirlpool.mintA)).toBe(big.amount);
    expect(small.transaction.meta.computeUnitsConsumed).toBe(46_000n + 150n);
    expect(transaction.meta.computeUnitsConsumed).toBe(46_150n + 3_000n * BigInt(expected.stretches - 1));
    const slot = node.standIn.slot();
    for (const array of node.pool("SOL").state.arrays.values())
      expect(
        decodeTickArray(array.address, Buffer.from(node.standIn.accountAt(array.address, slot)!)),
      ).toEqual(array);
  });

  it("stops at a price limit with less than it offered", async () => {
    const { state } = node.pool("ETH");
    const limit = (state.whirlpool.sqrtPrice * 99_990n) / 100_000n;
    const wanted = { base: "ETH", aToB: true, exactIn: true, amount: 100_000_000_000n, limit };
    const before = structuredClone(state);
    const { transaction } = await swap(wanted);
    const { amountIn } = quote(wanted, before, transaction.slot);
    expect(amountIn).toBeLessThan(wanted.amount);
    expect(-delta(transaction, node.signer.address, state.whirlpool.mintA)).toBe(amountIn);
    expect(state.whirlpool.sqrtPrice).toBe(limit);
  });

  it.each([
    ["swap", 0 as const, 1 as const],
    ["swap_v2 in a legacy transaction", "legacy" as const, 2 as const],
    ["swap_v2 in a version-1 transaction", 1 as const, 2 as const],
  ])("takes %s", async (_, version, instruction) => {
    const wanted = { base: "BTC", aToB: false, exactIn: true, amount: 1_000_000n, version: instruction };
    const how = version === 1 ? { version, priorityLamports: 777n } : { version, microLamports: 1_000n };
    const { transaction, unitLimit } = await swap(wanted, how);
    expect(transaction.meta.err).toBeNull();
    expect(transaction.version).toBe(version);
    const priority = version === 1 ? 777n : (1_000n * BigInt(unitLimit) + 999_999n) / 1_000_000n;
    expect(transaction.meta.fee).toBe(5_000n + priority);
  });

  it("pays for the limit it asked for and not for what it used, to the lamport", async () => {
    const before = node.lamports();
    const how = { unitLimit: 70_001, microLamports: 100_001n };
    const { transaction } = await swap({ base: "ETH", aToB: true, exactIn: true, amount: 1_000n }, how);
    const fee = 5_000n + (70_001n * 100_001n + 999_999n) / 1_000_000n;
    expect(transaction.meta.fee).toBe(fee);
    expect(before - node.lamports()).toBe(fee);
    expect(transaction.meta.preBalances[0]! - transaction.meta.postBalances[0]!).toBe(fee);
  });
});

describe("a swap that fails in its block", () => {
  const base = { base: "SOL", aToB: true, exactIn: true, amount: 1_000_000_000n };
  const everything = (1n << 63n) - 1n;
  const other = (place: number, key: () => Address): SwapArguments => ({
    ...base,
    get instead() {
      return { [place]: key() };
    },
  });
  const btc = () => node.pool("BTC").state.whirlpool;
  const wallet = (mint: Address) => associatedTokenAddress(node.signer.address, mint);

  it.each<[string, SwapArguments, unknown, number?]>([
    ["less out than asked for", { ...base, threshold: everything }, { Custom: 6036 }],
    ["more in than allowed", { ...base, exactIn: false, threshold: 1n }, { Custom: 6037 }],
    ["more than the wallet has", { ...base, amount: 5_000_000_000_000n }, { Custom: 1 }],
    ["nothing to swap", { ...base, amount: 0n }, { Custom: 6035 }],
    ["a price limit on the wrong side", { ...base, limit: 1n << 65n }, { Custom: 6034 }],
    ["beyond the three arrays", { ...base, amount: everything }, { Custom: 6038 }, 1_400_000],
    ["too few compute units", base, "ComputationalBudgetExceeded", 40_000],
    ["another pool's vault", other(8, () => btc().vaultB), { Custom: 2012 }],
    ["the wrong mint", other(5, () => btc().mintA), { Custom: 2012 }],
    [
      "a holding of another mint",
      other(7, () => wallet(btc().mintB === node.pool("SOL").quoteMint ? btc().mintA : btc().mintB)),
      { Custom: 2003 },
    ],
    ["a holding that is not there", other(7, () => node.signer.address), { Custom: 3012 }],
    ["a wallet where the first array should be", other(11, () => node.signer.address), { Custom: 6023 }],
    ["a token account as an array", other(11, () => wallet(btc().mintA)), { Custom: 3007 }],
    [
      "another pool's arrays",
      other(11, () => [...node.pool("BTC").state.arrays.values()][0]!.address),
      { Custom: 6056 },
    ],
    ["the wrong oracle", other(14, () => btc().vaultA), { Custom: 2006 }],
    ["the wrong token program", other(0, () => btc().vaultA), { Custom: 3008 }],
    ["no pool at all", other(4, () => wallet(btc().mintA)), { Custom: 3007 }],
  ])("says so, moves nothing and only pays: %s", async (_, wanted, why, unitLimit = 1_400_000) => {
    const before = structuredClone(node.pool("SOL").state);
    const lamports = node.lamports();
    const held = [node.tokens(before.whirlpool.mintA), node.tokens(before.whirlpool.mintB)];
    const { transaction, signature } = await swap(wanted, {
      unitLimit,
      microLamports: nextPrice(),
    });
    expect(transaction.meta.err).toEqual(jsonOf({ InstructionError: [2, why] }));
    expect(lamports - node.lamports()).toBe(transaction.meta.fee);
    expect([node.tokens(before.whirlpool.mintA), node.tokens(before.whirlpool.mintB)]).toEqual(held);
    expect(node.pool("SOL").state).toEqual(before);
    const own = node.standIn.truth().transactions.find((one) => one.signature === signature);
    expect(own).toMatchObject({ status: "failed", deltas: {}, fee_lamports: String(transaction.meta.fee) });
  });

  it("needs the first array, and goes no further than those that it was given", async () => {
    const { state } = node.pool("SOL");
    const instruction = swapInstruction(node, base);
    const [first, second] = [instruction.accounts![11]!, instruction.accounts![12]!];
    const missing = { ...base, instead: { 11: second.address } };
    expect((await swap(missing)).transaction.meta.err).toEqual(
      jsonOf({ InstructionError: [1, { Custom: 6023 }] }),
    );
    const lower = state.whirlpool.sqrtPrice / 2n;
    const alone = {
      ...base,
      amount: everything,
      limit: lower,
      instead: { 12: first.address, 13: first.address },
    };
    expect((await swap(alone, { unitLimit: 1_400_000 })).transaction.meta.err).toEqual(
      jsonOf({ InstructionError: [1, { Custom: 6038 }] }),
    );
  });

  it("undoes the instructions before the one that failed", async () => {
    const good = swapInstruction(node, { base: "ETH", aToB: true, exactIn: true, amount: 1_000_000n });
    const bad = swapInstruction(node, { ...base, threshold: everything });
    const before = structuredClone(node.pool("ETH").state);
    const { signature, wire } = await sign(node, [good, bad]);
    await send(node, wire);
    const { meta } = await landed(node, signature);
    expect(meta.err).toEqual(jsonOf({ InstructionError: [2, { Custom: 6036 }] }));
    expect(node.pool("ETH").state).toEqual(before);
  });

  it("demands the signature of whom the tokens belong to", async () => {
    const stranger = await generateKeyPairSigner();
    const role = AccountRole.READONLY;
    const wanted = { ...base, instead: { 3: { address: stranger.address, role } } };
    expect((await swap(wanted)).transaction.meta.err).toEqual(
      jsonOf({ InstructionError: [1, { Custom: 3010 }] }),
    );
  });
});

describe("standing token accounts", () => {
  const create = (mint: Address, kind: number) => ({
    programAddress: "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL" as Address,
    accounts: [
      { address: node.signer.address, role: AccountRole.WRITABLE_SIGNER },
      { address: associatedTokenAddress(node.signer.address, mint), role: AccountRole.WRITABLE },
      { address: node.signer.address, role: AccountRole.READONLY },
      { address: mint, role: AccountRole.READONLY },
      { address: "11111111111111111111111111111111" as Address, role: AccountRole.READONLY },
      { address: "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA" as Address, role: AccountRole.READONLY },
    ],
    data: new Uint8Array([kind]),
  });

  it("are made for their rent, and made again only where that does no harm", async () => {
    const mint = "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB" as Address;
    const before = node.lamports();
    const fees: bigint[] = [];
    for (const [kind, err] of [
      [1, null],
      [1, null],
      [0, { InstructionError: [1, "IllegalOwner"] }],
    ] as const) {
      const { signature, wire } = await sign(node, [create(mint, kind)]);
      await send(node, wire);
      const { meta } = await landed(node, signature);
      expect(meta.err).toEqual(err === null ? null : jsonOf(err));
      fees.push(meta.fee);
    }
    expect(before - node.lamports()).toBe(2_039_280n + fees.reduce((sum, fee) => sum + fee));
  });

  it("of the wallet are funded and stand at their derived addresses", async () => {
    const { result } = await call(node.standIn.rpcUrl, "getTokenAccountsByOwner", [
      node.signer.address,
      { programId: "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA" },
      { encoding: "base64", commitment: "confirmed" },
    ]);
    const found = result.value.map((one: { pubkey: string }) => one.pubkey);
    for (const base of ["SOL", "BTC", "ETH", "UNI"])
      expect(found).toContain(associatedTokenAddress(node.signer.address, node.pool(base).baseMint));
  });
});

/** As the client gives it: every whole number of an answer is a bigint. */
function jsonOf(err: unknown): unknown {
  return JSON.parse(JSON.stringify(err), (_, value) => (typeof value === "number" ? BigInt(value) : value));
}
