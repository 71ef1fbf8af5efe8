import { AccountRole, type Address, type Instruction } from "@solana/kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tickArrayAddress } from "../../sim/solana/program/pda.ts";
import { arrayStart } from "../../sim/solana/program/tick-array-account.ts";
import { aQuietNode, landed, type QuietNode, send, sign, swapInstruction } from "./solana-trading-node.ts";

let node: QuietNode;

beforeAll(async () => {
  node = await aQuietNode();
});
afterAll(() => node.stop());

const SALE = { base: "SOL", aToB: true, exactIn: true, amount: 1_000_000n };
const FIRST_ARRAY = 11;

const writable = (key: Address) => ({ address: key, role: AccountRole.WRITABLE });

/** Array of SOL's pool, so many above the one that its tick is in. */
function arrayAt(steps: number): Address {
  const { address, whirlpool } = node.pool("SOL").state;
  const { tick, tickSpacing } = whirlpool;
  return tickArrayAddress(address, arrayStart(tick, tickSpacing) + steps * 88 * tickSpacing);
}

/** A sale of SOL with these arrays by name, these accounts after them, and what the data says of those. */
function sale(named: readonly Address[], further: readonly Address[], option: string): Instruction {
  const instead = Object.fromEntries(named.map((array, i) => [FIRST_ARRAY + i, array]));
  const plain = swapInstruction(node, { ...SALE, instead });
  const data = Buffer.concat([Buffer.from(plain.data ?? []).subarray(0, 42), Buffer.from(option, "hex")]);
  return { ...plain, accounts: [...(plain.accounts ?? []), ...further.map(writable)], data };
}

async function errorOf(instruction: Instruction): Promise<unknown> {
  const { signature, wire } = await sign(node, [instruction]);
  await send(node, wire);
  return (await landed(node, signature)).meta.err;
}

const refusal = (code: number) => ({ InstructionError: [1n, { Custom: BigInt(code) }] });
const slices = (...pairs: string[]) =>
  `01${Buffer.of(pairs.length, 0, 0, 0).toString("hex")}${pairs.join("")}`;

describe("the tick arrays that a swap may go through", () => {
  it.each([
    { name: "three in order", named: [0, -1, -2], further: [] },
    { name: "three in another order", named: [-2, 0, -1], further: [] },
    { name: "the first one only among the supplements", named: [1, 2, 3], further: [4, 0, -1] },
    { name: "the same one in every place", named: [0, 0, 0], further: [0, 0] },
  ])("may be given as $name", async ({ named, further }) => {
    const option = slices(`060${further.length}`);
    expect(await errorOf(sale(named.map(arrayAt), further.map(arrayAt), option))).toBeNull();
  });

  it("are refused where none of them is the one that the price is in", async () => {
    const [named, further] = [[1, 2, -1].map(arrayAt), [3, -2].map(arrayAt)];
    expect(await errorOf(sale(named, further, slices("0602")))).toEqual(refusal(6023));
  });

  it("do not count where the data does not speak of them", async () => {
    const named = [1, 2, 3].map(arrayAt);
    expect(await errorOf(sale(named, [arrayAt(0)], "00"))).toEqual(refusal(6023));
    expect(await errorOf(sale(named, [arrayAt(0)], slices()))).toEqual(refusal(6023));
    expect(await errorOf(sale(named, [arrayAt(0)], slices("0600")))).toEqual(refusal(6023));
  });

  it.each<[string, () => Address[], number]>([
    ["of another pool", () => [[...node.pool("BTC").state.arrays.values()][0]?.address as Address], 6056],
    ["that belongs to another program", () => [node.pool("SOL").state.whirlpool.vaultA], 3007],
    ["that is the pool and no array", () => [node.pool("SOL").state.address], 3002],
  ])("are refused with a supplement %s", async (_, further, code) => {
    expect(await errorOf(sale([], further(), slices("0601")))).toEqual(refusal(code));
  });

  it("are refused with a supplement that may not be written to", async () => {
    const instruction = sale([], [], slices("0601"));
    const array = { address: arrayAt(1), role: AccountRole.READONLY };
    const accounts = [...(instruction.accounts ?? []), array];
    expect(await errorOf({ ...instruction, accounts })).toEqual(refusal(3006));
  });

  it.each([
    ["says nothing of them", "", 102],
    ["breaks off in a slice", "010100000006", 102],
    ["has an option that is neither none nor some", "02", 102],
    ["names a kind that does not exist", slices("0901"), 102],
    ["names a kind of another instruction", slices("0701"), 6048],
    ["promises more accounts than there are", slices("0605"), 6049],
    ["has four supplements", slices("0604"), 6055],
    ["has the supplements twice", slices("0601", "0601"), 6053],
  ])("are refused where the data %s", async (_, option, code) => {
    const further = [1, -1, -2, -3].map(arrayAt);
    expect(await errorOf(sale([], further, option))).toEqual(refusal(code));
  });

  it("are counted after the accounts of transfer hooks, for which plain tokens have no use", async () => {
    const named = [1, 2, 3].map(arrayAt);
    const further = [node.pool("SOL").state.whirlpool.vaultA, arrayAt(0)];
    expect(await errorOf(sale(named, further, slices("0001", "0601")))).toBeNull();
  });
});
