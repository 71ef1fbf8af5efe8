import type { Address } from "@solana/kit";
import {
  appendTransactionMessageInstruction,
  compileTransaction,
  createSolanaRpcSubscriptions,
  createTransactionMessage,
  generateKeyPairSigner,
  getTransactionEncoder,
  setTransactionMessageFeePayer,
} from "@solana/kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { QuietNode, Signing, SwapArguments } from "./solana-trading-node.ts";
import {
  aQuietNode,
  blocksLater,
  call,
  delta,
  landed,
  send,
  sign,
  swapInstruction,
  until,
} from "./solana-trading-node.ts";

let node: QuietNode;
let url: string;
beforeAll(async () => {
  node = await aQuietNode();
  url = node.standIn.rpcUrl;
});
afterAll(() => node.stop());

const SWAP: SwapArguments = { base: "SOL", aToB: true, exactIn: true, amount: 1_000_000_000n };
const tight = { ...SWAP, threshold: 1n << 60n };
const signed = (how: Signing = {}, swap = SWAP) => sign(node, [swapInstruction(node, swap)], how);
const memo = (text: string) => ({
  programAddress: "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr" as Address,
  accounts: [],
  data: Buffer.from(text),
});
const base64 = { encoding: "base64", preflightCommitment: "confirmed" };

/** What the node says of one signature. */
async function statusOf(signature: string, config?: object, provider: 0 | 1 = 0) {
  const { result } = await call(node.standIn.rpcUrls[provider], "getSignatureStatuses", [
    [signature],
    config,
  ]);
  return result.value[0];
}

describe("sending a transaction", () => {
  it("gives its signature, in base64 and base58, and it lands", async () => {
    for (const encoding of ["base64", "base58"] as const) {
      const { signature, wire, base58 } = await signed();
      const bytes = encoding === "base64" ? wire : base58;
      const answer = await call(url, "sendTransaction", [bytes, { ...base64, encoding }]);
      expect(answer.result).toBe(signature);
      expect((await landed(node, signature)).meta.err).toBeNull();
    }
  });

  it("takes the same bytes any number of times at both providers, and executes them once", async () => {
    const { signature, wire } = await signed();
    const before = node.tokens(node.pool("SOL").baseMint);
    const answers = await Promise.all([send(node, wire), send(node, wire, 1), send(node, wire)]);
    expect(answers.map(({ result }) => result)).toEqual([signature, signature, signature]);
    await landed(node, signature);
    expect((await send(node, wire)).result).toBe(signature);
    await blocksLater(node, 6);
    expect(before - node.tokens(node.pool("SOL").baseMint)).toBe(SWAP.amount);
    const again = await call(url, "sendTransaction", [wire, base64]);
    expect(again.error).toMatchObject({ code: -32002, data: { err: "AlreadyProcessed" } });
  });

  it("refuses in the preflight what would fail, with the program's error and log, and takes no fee", async () => {
    const { wire, signature } = await signed({}, tight);
    const lamports = node.lamports();
    const { error } = await call(url, "sendTransaction", [wire, base64]);
    expect(error.code).toBe(-32002);
    expect(error.message).toBe(
      "Transaction simulation failed: Error processing Instruction 1: custom program error: 0x1794",
    );
    expect(error.data.err).toEqual({ InstructionError: [1, { Custom: 6036 }] });
    expect(error.data.logs.join("\n")).toContain("Error Code: AmountOutBelowMinimum. Error Number: 6036.");
    expect(error.data.unitsConsumed).toBeGreaterThan(30_000);
    await blocksLater(node, 5);
    expect(await statusOf(signature, { searchTransactionHistory: true })).toBeNull();
    expect(node.lamports()).toBe(lamports);
  });

  it("refuses a wrong signature, no signature, and a changed byte", async () => {
    const { wire } = await signed();
    for (const spoil of [(bytes: Buffer) => bytes.fill(7, 1, 65), (bytes: Buffer) => bytes.fill(0, 1, 65)]) {
      const bytes = Buffer.from(wire, "base64");
      spoil(bytes);
      for (const skipPreflight of [true, false]) {
        const how = { ...base64, skipPreflight };
        expect((await call(url, "sendTransaction", [bytes.toString("base64"), how])).error.code).toBe(-32003);
      }
    }
    const changed = Buffer.from(wire, "base64");
    changed[changed.length - 2] = changed[changed.length - 2]! ^ 1;
    expect((await send(node, changed.toString("base64"))).error.code).toBe(-32003);
  });

  it.each([
    ["text that is no base64", "***", -32602],
    ["bytes that are no transaction", "AAAA", -32602],
    ["nothing", undefined, -32602],
  ])("refuses %s", async (_, wire, code) => {
    expect((await call(url, "sendTransaction", [wire, base64])).error.code).toBe(code);
  });

  it("refuses a transaction that is too large for a packet, except in version 1", async () => {
    const text = memo("x".repeat(1_500));
    const empty = createTransactionMessage({ version: 0 });
    const paid = setTransactionMessageFeePayer(node.signer.address, empty);
    const { messageBytes, signatures } = compileTransaction(appendTransactionMessageInstruction(text, paid));
    const bytes = getTransactionEncoder().encode({ messageBytes, signatures });
    const { error } = await send(node, Buffer.from(bytes).toString("base64"));
    expect(error).toMatchObject({ code: -32602, message: expect.stringContaining("too large") });
    const { wire, signature } = await sign(node, [text], { version: 1 });
    expect((await send(node, wire)).result).toBe(signature);
    expect((await landed(node, signature)).meta.logMessages.join()).toContain("Memo (len 1500)");
  });

  it("refuses a payer that does not exist, and one that cannot pay the fee", async () => {
    const payer = await generateKeyPairSigner();
    const { wire } = await sign(node, [memo("nobody")], { payer });
    const stranger = await call(url, "sendTransaction", [wire, base64]);
    expect(stranger.error.data.err).toBe("AccountNotFound");
    const dear = await signed({ unitLimit: 1_000_000, microLamports: 6_000_000_000n });
    const poor = await call(url, "sendTransaction", [dear.wire, base64]);
    expect(poor.error.data.err).toBe("InsufficientFundsForFee");
  });
});

describe("the life of a blockhash", () => {
  it("ends 150 blocks after its own, by height: sent later it never lands and never will", async () => {
    const block = node.chain.view("confirmed");
    const early = await signed({ blockhash: block.blockhash });
    const late = await signed({ blockhash: block.blockhash });
    await until(async () => node.chain.blocks.head.height >= block.height + 110, 20_000);
    await send(node, early.wire);
    const { slot } = await landed(node, early.signature);
    expect(node.chain.blocks.at(Number(slot))!.height).toBeLessThanOrEqual(block.height + 150);
    await until(async () => node.chain.blocks.head.height > block.height + 152);
    const valid = await call(url, "isBlockhashValid", [block.blockhash, { commitment: "processed" }]);
    expect(valid.result.value).toBe(false);
    expect((await call(url, "sendTransaction", [late.wire, base64])).error.data.err).toBe(
      "BlockhashNotFound",
    );
    expect((await send(node, late.wire)).result).toBe(late.signature);
    await blocksLater(node, 6);
    expect(await statusOf(late.signature, { searchTransactionHistory: true })).toBeNull();
  });
});

describe("what the node tells of a transaction", () => {
  it("keeps the wallet's own transactions longer than any block", async () => {
    const quick = await aQuietNode({ slotMs: 5 });
    const { signature, wire } = await sign(quick, [swapInstruction(quick, SWAP)]);
    await send(quick, wire);
    const { slot } = await landed(quick, signature);
    await until(async () => quick.chain.blocks.oldestSlot > Number(slot), 25_000);
    const { rpcUrl } = quick.standIn;
    const asked = [[signature], { searchTransactionHistory: true }];
    expect((await call(rpcUrl, "getSignatureStatuses", asked)).result.value[0]).not.toBeNull();
    const moved = delta(await landed(quick, signature), quick.signer.address, quick.pool("SOL").baseMint);
    expect(moved).toBe(-SWAP.amount);
    const { result } = await call(rpcUrl, "getSignaturesForAddress", [quick.signer.address]);
    await quick.stop();
    expect(result.map((one: { signature: string }) => one.signature)).toContain(signature);
  });

  it("asks for the version that a reader must know: none for legacy, 0 and 1 by number", async () => {
    for (const [version, refusedAt] of [
      ["legacy", []],
      [0, [undefined]],
      [1, [undefined, 0]],
    ] as const) {
      const { signature, wire } = await signed({ version });
      await send(node, wire);
      await landed(node, signature);
      for (const maxSupportedTransactionVersion of [undefined, 0, 1]) {
        const how = { commitment: "confirmed", maxSupportedTransactionVersion };
        const { result, error } = await call(url, "getTransaction", [signature, how]);
        const isRefused = (refusedAt as readonly unknown[]).includes(maxSupportedTransactionVersion);
        expect(error?.code).toBe(isRefused ? -32015 : undefined);
        if (!isRefused)
          expect(result.version).toBe(maxSupportedTransactionVersion === undefined ? undefined : version);
      }
    }
  });

  it("lists the wallet's transactions newest first, failed ones with their error", async () => {
    const good = await signed();
    await send(node, good.wire);
    await landed(node, good.signature);
    const bad = await signed({}, tight);
    await send(node, bad.wire);
    await landed(node, bad.signature);
    const { result } = await call(url, "getSignaturesForAddress", [
      node.signer.address,
      { commitment: "confirmed", limit: 2 },
    ]);
    expect(result.map((one: { signature: string; err: unknown }) => [one.signature, one.err])).toEqual([
      [bad.signature, { InstructionError: [1, { Custom: 6036 }] }],
      [good.signature, null],
    ]);
  });

  it("notifies once of a signature at the commitment that was asked for, failures included", async () => {
    const subscriptions = createSolanaRpcSubscriptions(node.standIn.wsUrls[1]);
    for (const [swap, err] of [
      [SWAP, null],
      [tight, { InstructionError: [1n, { Custom: 6036n }] }],
    ] as const) {
      const { signature, wire } = await signed({}, swap);
      const abort = new AbortController();
      const heard = await subscriptions
        .signatureNotifications(signature, { commitment: "finalized" })
        .subscribe({ abortSignal: abort.signal });
      await send(node, wire);
      for await (const { value, context } of heard) {
        expect(value).toEqual({ err });
        expect((await statusOf(signature)).confirmationStatus).toBe("finalized");
        expect(Number(context.slot)).toBeGreaterThanOrEqual((await statusOf(signature)).slot);
        break;
      }
      abort.abort();
    }
  });

  it("notifies of every account that a swap changed, with the bytes of that slot", async () => {
    const subscriptions = createSolanaRpcSubscriptions(node.standIn.wsUrl);
    const abort = new AbortController();
    const { address, whirlpool } = node.pool("ETH").state;
    const keys = [address, whirlpool.vaultA, whirlpool.vaultB, node.signer.address];
    const how = { commitment: "processed", encoding: "base64" } as const;
    const first = async (key: Address) => {
      const stream = await subscriptions
        .accountNotifications(key, how)
        .subscribe({ abortSignal: abort.signal });
      return async () => {
        for await (const heard of stream) return { key, ...heard };
        throw new Error("the stream ended");
      };
    };
    const listening = (await Promise.all(keys.map(first))).map((listen) => listen());
    const { signature, wire } = await signed({}, { ...SWAP, base: "ETH", amount: 1_000_000n });
    await send(node, wire);
    const { slot } = await landed(node, signature);
    for (const { key, value, context } of await Promise.all(listening)) {
      expect(context.slot).toBe(slot);
      const stored = Buffer.from(node.standIn.accountAt(key, Number(slot))!);
      expect(Buffer.from(value.data[0], "base64").equals(stored)).toBe(true);
    }
    abort.abort();
  });
});

describe("trying a transaction out", () => {
  it("tells what it would do to accounts and how many units it takes, and changes nothing", async () => {
    const { state } = node.pool("BTC");
    const swap = { base: "BTC", aToB: true, exactIn: true, amount: 5_000_000n };
    const { wire, signature } = await signed({}, swap);
    const before = structuredClone(state);
    const keys = [state.address, state.whirlpool.vaultA];
    const config = {
      ...{ encoding: "base64", sigVerify: false, replaceRecentBlockhash: true, commitment: "confirmed" },
      accounts: { encoding: "base64", addresses: keys },
    };
    const { result } = await call(url, "simulateTransaction", [wire, config]);
    const { value } = result;
    expect(value.err).toBeNull();
    expect(value.replacementBlockhash.lastValidBlockHeight).toBeGreaterThan(node.chain.blocks.head.height);
    const vault = Buffer.from(value.accounts[1].data[0], "base64").readBigUInt64LE(64);
    expect(vault - node.pool("BTC").vaults.a).toBe(swap.amount);
    expect(state).toEqual(before);
    await send(node, wire);
    const { meta } = await landed(node, signature);
    expect(BigInt(value.unitsConsumed)).toBe(meta.computeUnitsConsumed);
    expect(value.logs).toEqual(meta.logMessages);
  });

  it("needs neither signature nor blockhash, unless it is told to look at them", async () => {
    const { wire } = await signed({ blockhash: "4HppGTweoGQ8ZZ6UcCgwJKfi5mJD9Dqwy6htCpnbfBLW" });
    const bytes = Buffer.from(wire, "base64");
    const unsigned = bytes.fill(0, 1, 65).toString("base64");
    const simulate = async (config: object) =>
      call(url, "simulateTransaction", [unsigned, { encoding: "base64", ...config }]);
    expect((await simulate({ replaceRecentBlockhash: true })).result.value.err).toBeNull();
    expect((await simulate({})).result.value.err).toBe("BlockhashNotFound");
    expect((await simulate({ sigVerify: true })).error.code).toBe(-32003);
    expect((await simulate({ sigVerify: true, replaceRecentBlockhash: true })).error.code).toBe(-32602);
  });

  it("names the error of a swap that would fail, with nothing about accounts", async () => {
    const { wire } = await signed({}, tight);
    const accounts = { encoding: "base64", addresses: [node.signer.address] };
    const config = { encoding: "base64", replaceRecentBlockhash: true, accounts };
    const { value } = (await call(url, "simulateTransaction", [wire, config])).result;
    expect(value.err).toEqual({ InstructionError: [1, { Custom: 6036 }] });
    expect(value.accounts).toEqual([null]);
  });

  it("prices a message: signatures and the priority that it asks for, null once its blockhash is gone", async () => {
    const messageOf = async (how: Signing) =>
      Buffer.from((await signed(how)).wire, "base64")
        .subarray(65)
        .toString("base64");
    const how = { unitLimit: 100_000, microLamports: 55_555n };
    const fee = await call(url, "getFeeForMessage", [await messageOf(how), { commitment: "confirmed" }]);
    expect(fee.result.value).toBe(5_000 + 5_556);
    const gone = { blockhash: "4HppGTweoGQ8ZZ6UcCgwJKfi5mJD9Dqwy6htCpnbfBLW" };
    expect((await call(url, "getFeeForMessage", [await messageOf(gone)])).result.value).toBeNull();
  });
});

describe("the chain of one start", () => {
  it("has a genesis of its own, also for the same seed, and blockhashes that are no one else's", async () => {
    const twin = await aQuietNode();
    const genesis = async (rpcUrl: string) => (await call(rpcUrl, "getGenesisHash")).result;
    expect(twin.signer.address).toBe(node.signer.address);
    expect(await genesis(twin.standIn.rpcUrl)).not.toBe(await genesis(url));
    expect(await genesis(node.standIn.rpcUrls[1])).toBe(await genesis(url));
    const { wire } = await signed();
    expect((await call(twin.standIn.rpcUrl, "sendTransaction", [wire, base64])).error.data.err).toBe(
      "BlockhashNotFound",
    );
    await twin.stop();
  });

  it("shows priority fees that differ from slot to slot", async () => {
    const { result } = await call(url, "getRecentPrioritizationFees", [[node.signer.address]]);
    const fees = result.map((one: { prioritizationFee: number }) => one.prioritizationFee);
    expect(fees.length).toBeGreaterThan(100);
    expect(new Set(fees).size).toBeGreaterThan(20);
    expect(Math.min(...fees)).toBe(0);
  });
});
