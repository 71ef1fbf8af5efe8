import type { Address } from "@solana/kit";
import { beforeEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import type { Asset } from "#model";
import type { JsonRpc } from "#transport";
import { createOrcaAddresses, verifyPools } from "#venue/solana";
import {
  type ChainAccount,
  extendedMint,
  mint,
  oracle,
  poolAddress,
  SOL_MINT,
  TOKEN_PROGRAM,
  toWire,
  USDC_MINT,
  VAULT_A,
  VAULT_B,
  vault,
  type WhirlpoolFields,
  whirlpool,
} from "./account-builders.ts";

const accounts = new Map<string, ChainAccount>();

const rpc: JsonRpc = {
  call: async <T>(_: string, params: readonly unknown[], result: z.ZodType<T>) =>
    result.parse({
      context: { slot: 1 },
      value: (params[0] as string[]).map((key) => toWire(accounts.get(key))),
    }),
  askEach: () => Promise.resolve([]),
  health: () => [],
  replaceUrls: () => {},
};

const OTHER = "7vfCXTUXx5WJV5JADk17DUJ4ksgau7utNKj4b963voxs" as Address;

/** Puts a sound pool on the chain and returns the asset that names it. */
async function deploy(fields: Partial<WhirlpoolFields> = {}): Promise<Asset> {
  const pool = await poolAddress(fields);
  accounts.set(pool, whirlpool(fields));
  accounts.set(SOL_MINT, mint(9));
  accounts.set(USDC_MINT, mint(6));
  accounts.set(VAULT_A, vault(fields.mintA ?? SOL_MINT, pool));
  accounts.set(VAULT_B, vault(fields.mintB ?? USDC_MINT, pool));
  return { name: "SOL-USD", base: "SOL", symbol: "solusd", pool, baseMint: SOL_MINT, quoteMint: USDC_MINT };
}

async function refusal(asset: Asset): Promise<string> {
  const { pools, refused } = await verifyPools({ rpc, assets: [asset] });
  expect(pools).toEqual([]);
  return refused[0]?.reason ?? "not refused";
}

beforeEach(() => accounts.clear());

describe("verifying pools at start", () => {
  it("accepts a pool that holds the asset as token A, with decimals read from the mints", async () => {
    const asset = await deploy();
    const { pools, refused } = await verifyPools({ rpc, assets: [asset] });
    expect(refused).toEqual([]);
    expect(pools[0]).toMatchObject({
      address: asset.pool,
      baseIsA: true,
      baseDecimals: 9,
      quoteDecimals: 6,
      feePpm: 400,
      tickSpacing: 4,
      adaptive: false,
    });
  });

  it("accepts a pool that holds the asset as token B", async () => {
    const asset = await deploy({ mintA: USDC_MINT, mintB: SOL_MINT });
    const { pools } = await verifyPools({ rpc, assets: [asset] });
    expect(pools[0]).toMatchObject({ baseIsA: false, baseDecimals: 9, quoteDecimals: 6 });
  });

  it("needs the oracle of an adaptive pool", async () => {
    const asset = await deploy({ feeTierIndex: 1028 });
    expect(await refusal(asset)).toContain("oracle");
    const address = await createOrcaAddresses().oracle(asset.pool as Address);
    accounts.set(address, oracle(asset.pool as Address, 0));
    const { pools } = await verifyPools({ rpc, assets: [asset] });
    expect(pools[0]?.adaptive).toBe(true);
  });

  it("refuses each wrong pool in one line with asset, pool, expected and found", async () => {
    const asset = await deploy();
    accounts.set(asset.pool, { ...whirlpool(), owner: TOKEN_PROGRAM });
    const reason = await refusal(asset);
    expect(reason).toContain("SOL-USD");
    expect(reason).toContain(asset.pool);
    expect(reason).toContain("expected an account of an Orca Whirlpool program");
    expect(reason).toContain(`found one owned by ${TOKEN_PROGRAM}`);
    expect(reason).not.toContain("\n");
  });

  it.each<[string, (asset: Asset) => void, string]>([
    ["does not exist", ({ pool }) => accounts.delete(pool), "an existing account"],
    [
      "is another kind of account of the program",
      ({ pool }) => accounts.set(pool, oracle(pool as Address, 0)),
      "not a Whirlpool account",
    ],
    ["holds another mint", ({ pool }) => accounts.set(pool, whirlpool({ mintA: OTHER })), OTHER],
    [
      "has an address that its contents do not derive",
      ({ pool }) => accounts.set(pool, whirlpool({ feeTierIndex: 8, tickSpacing: 8 })),
      "derive",
    ],
    [
      "charges more than the program allows",
      ({ pool }) => accounts.set(pool, whirlpool({ feePpm: 60_001 })),
      "60001 ppm",
    ],
    [
      "has a vault of another mint",
      ({ pool }) => accounts.set(VAULT_A, vault(OTHER, pool as Address)),
      OTHER,
    ],
    [
      "has a vault that is not its own",
      () => accounts.set(VAULT_A, vault(SOL_MINT, OTHER)),
      "to belong to the pool",
    ],
    [
      "has a frozen vault",
      ({ pool }) => accounts.set(VAULT_B, vault(USDC_MINT, pool as Address, 2)),
      "frozen",
    ],
    ["has no vault", () => accounts.delete(VAULT_B), "no account"],
    ["has a mint with a transfer fee", () => accounts.set(SOL_MINT, extendedMint(9, 1)), "a transfer fee"],
    ["has a mint with a transfer hook", () => accounts.set(SOL_MINT, extendedMint(9, 14)), "a transfer hook"],
    [
      "has a mint that is none",
      () => accounts.set(SOL_MINT, { owner: TOKEN_PROGRAM, data: Buffer.alloc(82) }),
      "not an initialised mint",
    ],
    ["has no mint", () => accounts.delete(USDC_MINT), "a mint at"],
  ])("refuses a pool that %s", async (_, spoil, expected) => {
    const asset = await deploy();
    spoil(asset);
    expect(await refusal(asset)).toContain(expected);
  });

  it("accepts a Token-2022 mint whose extensions do not touch transfers", async () => {
    const asset = await deploy();
    accounts.set(SOL_MINT, extendedMint(9, 18));
    const { pools } = await verifyPools({ rpc, assets: [asset] });
    expect(pools[0]?.baseDecimals).toBe(9);
  });

  it("refuses one pool without harm to the others", async () => {
    const good = await deploy();
    const bad = { ...good, name: "BAD-USD", pool: OTHER };
    const { pools, refused } = await verifyPools({ rpc, assets: [bad, good] });
    expect(pools.map(({ asset }) => asset.name)).toEqual(["SOL-USD"]);
    expect(refused.map(({ asset }) => asset.name)).toEqual(["BAD-USD"]);
  });
});
