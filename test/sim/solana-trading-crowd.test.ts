import { getAddressDecoder } from "@solana/kit";
import { describe, expect, it } from "vitest";
import { createFaultClock } from "../../sim/faults/index.ts";
import { createHiddenMarket, createRandom, driveMarket } from "../../sim/market/index.ts";
import { decodeTransaction } from "../../sim/solana/bank/decode-transaction.ts";
import { startSolana } from "../../sim/solana/index.ts";
import { decodeOracle } from "../../sim/solana/program/oracle-account.ts";
import { decodeTickArray } from "../../sim/solana/program/tick-array-account.ts";
import { decodeWhirlpool } from "../../sim/solana/program/whirlpool-account.ts";
import { ASSETS, aCrowdedChain } from "./solana-trading-chain.ts";
import type { QuietNode } from "./solana-trading-node.ts";
import { call, sign, signerOf, swapInstruction, until } from "./solana-trading-node.ts";

const TOKEN = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";

describe("the trading wallet among the stand-in's own traders", () => {
  it("swaps in pools whose accounts and engine stay one, and neither makes nor destroys a unit", async () => {
    const { chain, pools, desk, next, node, wallet } = await aCrowdedChain(21);
    const totals = (slot: number) => {
      const sums = new Map<string, bigint>();
      for (const [, { data }] of chain.accounts.ownedBy(TOKEN as never, slot)) {
        const mint = getAddressDecoder().decode(data.subarray(0, 32));
        if (data.length === 165) sums.set(mint, (sums.get(mint) ?? 0n) + data.readBigUInt64LE(64));
      }
      return sums;
    };
    const before = totals(next().slot);
    const random = createRandom(4);
    for (let blocks = 0; blocks < 250; blocks += 1) {
      const base = ASSETS[Math.floor(random() * ASSETS.length)]!;
      const aToB = random() < 0.5;
      const amount = BigInt(Math.floor(random() * 20_000_000));
      const instruction = swapInstruction(node, { base, aToB, exactIn: random() < 0.5, amount });
      desk.submit(decodeTransaction(Buffer.from((await sign(node, [instruction])).wire, "base64")));
      const { slot } = next();
      for (const { state } of pools) {
        expect(decodeWhirlpool(chain.accounts.at(state.address, slot)!.data)).toEqual(state.whirlpool);
        for (const array of state.arrays.values())
          expect(decodeTickArray(array.address, chain.accounts.at(array.address, slot)!.data)).toEqual(array);
        const { oracle } = state;
        if (oracle !== undefined)
          expect(decodeOracle(oracle.address, chain.accounts.at(oracle.address, slot)!.data)).toEqual(oracle);
      }
    }
    expect(totals(chain.blocks.head.slot)).toEqual(before);
    const sight = { upTo: chain.blocks.head, newest: chain.blocks.head };
    const own = chain.transactions.mentioning(wallet.address, sight);
    expect(own.length).toBeGreaterThan(240);
    expect(own.filter(({ err }) => err === null).length).toBeGreaterThan(220);
  });

  it("has a truth in which every balance is what it was given plus all deltas less all fees", async () => {
    const market = createHiddenMarket({ seed: 6, bases: ASSETS });
    const stopMarket = driveMarket(market).stop;
    const faults = createFaultClock({ faults: [] }, () => performance.now());
    const standIn = await startSolana({ market, assets: ASSETS, faults, seed: 6, slotMs: 20 });
    const signer = await signerOf(standIn.wallet!);
    const first = standIn.truth().balances;
    expect(first.USDC).toBe("200000");
    expect(Object.keys(first).sort()).toEqual(["BTC", "ETH", "SOL", "USDC"]);
    const node = {
      signer,
      pool: (base: string) => {
        const pool = standIn.pools[base]!;
        return { state: { address: pool.address, whirlpool: standIn.poolAt(pool.address, standIn.slot())! } };
      },
    } as unknown as QuietNode;
    for (let count = 0; count < 12; count += 1) {
      const base = ASSETS[count % 3]!;
      const wanted = { base, aToB: count % 2 === 0, exactIn: true, amount: 1_000_000n + BigInt(count) };
      const { result } = await call(standIn.rpcUrl, "getLatestBlockhash", [{ commitment: "confirmed" }]);
      const threshold = count === 5 ? 1n << 60n : 0n;
      const instruction = swapInstruction(node, { ...wanted, threshold });
      const how = { blockhash: result.value.blockhash, microLamports: 5_000n };
      const { wire } = await sign(node, [instruction], how);
      await call(standIn.rpcUrl, "sendTransaction", [wire, { encoding: "base64", skipPreflight: true }]);
    }
    await until(async () => standIn.truth().transactions.length === 12);
    const { balances, transactions } = standIn.truth();
    expect(transactions.filter(({ status }) => status === "failed").length).toBe(1);
    const units = (text: string): bigint => {
      const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
      const value = BigInt(whole + fraction.padEnd(9, "0"));
      return text.startsWith("-") ? -value : value;
    };
    for (const [asset, balance] of Object.entries(balances)) {
      const moved = transactions.reduce((sum, { deltas }) => sum + units(deltas[asset] ?? "0"), 0n);
      const fees =
        asset === "SOL" ? transactions.reduce((sum, one) => sum + BigInt(one.fee_lamports), 0n) : 0n;
      expect(units(balance)).toBe(units(first[asset]!) + moved - fees);
    }
    stopMarket();
    await standIn.stop();
  });
});
