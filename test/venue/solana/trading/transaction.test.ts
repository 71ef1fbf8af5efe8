import {
  AccountRole,
  address,
  appendTransactionMessageInstructions,
  compileTransaction,
  createKeyPairFromBytes,
  createTransactionMessage,
  decompileTransactionMessage,
  getBase58Decoder,
  getCompiledTransactionMessageDecoder,
  getProgramDerivedAddress,
  getTransactionDecoder,
  pipe,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
  signBytes,
} from "@solana/kit";
import { describe, expect, it } from "vitest";
import { InputError, type SignedSwap } from "#model";
import {
  addressBytes,
  createOrcaAddresses,
  ORCA_PROGRAM,
  supplementalArrayStarts,
  swapArrayStarts,
  swapV2Instruction,
} from "../../../../src/venue/solana/orca/index.ts";
import { computeBudgetInstructions } from "../../../../src/venue/solana/trading/compute-budget.ts";
import { createPoolAccounts, tokenAccountOf } from "../../../../src/venue/solana/trading/pool-accounts.ts";
import { signatureOf, signSwap } from "../../../../src/venue/solana/trading/transaction.ts";
import { assertSignsLikeKit } from "../../../../src/venue/solana/trading/wallet.ts";
import { SOL_MINT, TOKEN_PROGRAM, USDC_MINT, VAULT_A, VAULT_B } from "../account-builders.ts";
import { captureText, hasCaptures } from "../orca/support.ts";
import { aPool, BLOCKHASH, KEYPAIR, POOL, WALLET } from "./builders.ts";

const SWAP = { amount: 7n, otherAmountThreshold: 9n, amountIsInput: true, tick: 10 };
const PARTS = {
  lifetime: { blockhash: BLOCKHASH, lastValidBlockHeight: 1_150 },
  unitLimit: 70_000,
  unitPrice: 100_000n,
};

function signed(amountIsInput: boolean, baseIsA = true): SignedSwap {
  const accounts = createPoolAccounts(aPool({ baseIsA }), WALLET.address);
  const instruction = accounts.swap({
    amount: 0x0102_0304_0506_0708n,
    otherAmountThreshold: 9n,
    amountIsInput,
    tick: 10,
  });
  return signSwap({ ...PARTS, instruction }, WALLET);
}

function decoded({ wire }: SignedSwap) {
  const { messageBytes, signatures } = getTransactionDecoder().decode(
    new Uint8Array(Buffer.from(wire, "base64")),
  );
  const message = getCompiledTransactionMessageDecoder().decode(messageBytes);
  return { message, messageBytes, signatures };
}

describe("a signed swap", () => {
  it("is signed as kit signs the same bytes, and its identity is that signature", async () => {
    const swap = signed(true);
    const { messageBytes, signatures } = decoded(swap);
    const { privateKey } = await createKeyPairFromBytes(KEYPAIR);
    const expected = await signBytes(privateKey, new Uint8Array(messageBytes));
    expect(new Uint8Array(signatures[WALLET.address] ?? [])).toEqual(new Uint8Array(expected));
    expect(swap.signature).toBe(getBase58Decoder().decode(expected));
    expect(signatureOf(swap.wire)).toBe(swap.signature);
    await expect(assertSignsLikeKit(WALLET, KEYPAIR)).resolves.toBeUndefined();
  });

  it("means to kit what kit's own compiler makes of the same parts", () => {
    const instruction = createPoolAccounts(aPool(), WALLET.address).swap(SWAP);
    const { blockhash, lastValidBlockHeight } = PARTS.lifetime;
    const byKit = pipe(
      createTransactionMessage({ version: 0 }),
      (message) => setTransactionMessageFeePayer(WALLET.address, message),
      (message) =>
        setTransactionMessageLifetimeUsingBlockhash(
          { blockhash: blockhash as never, lastValidBlockHeight: BigInt(lastValidBlockHeight) },
          message,
        ),
      (message) =>
        appendTransactionMessageInstructions(
          [...computeBudgetInstructions(PARTS.unitLimit, PARTS.unitPrice), instruction],
          message,
        ),
      compileTransaction,
    );
    const ours = signSwap({ ...PARTS, instruction }, WALLET);
    const meaning = (bytes: ReturnType<typeof decoded>["messageBytes"]) =>
      decompileTransactionMessage(getCompiledTransactionMessageDecoder().decode(bytes), {
        lastValidBlockHeight: 1_150n,
      });
    expect(meaning(decoded(ours).messageBytes)).toEqual(meaning(byKit.messageBytes));
    expect(decoded(ours).messageBytes.length).toBe(byKit.messageBytes.length);
  });

  it("costs at most the base fee and the price of its whole limit, rounded up", () => {
    expect(signed(true).feeLimitLamports).toBe(12_000n);
    const instruction = createPoolAccounts(aPool(), WALLET.address).swap({
      amount: 1n,
      otherAmountThreshold: 1n,
      amountIsInput: true,
      tick: 10,
    });
    const odd = signSwap({ ...PARTS, instruction, unitLimit: 70_001, unitPrice: 3n }, WALLET);
    expect(odd.feeLimitLamports).toBe(5_001n);
  });

  it("is a v0 message of three instructions that the wallet pays for", () => {
    const { message } = decoded(signed(true));
    expect(message.version).toBe(0);
    expect(message.staticAccounts[0]).toBe(WALLET.address);
    if (message.version !== 0) throw new Error("not v0");
    const [limit, price, swap] = message.instructions;
    expect(Buffer.from(limit?.data ?? []).toString("hex")).toBe("0270110100");
    expect(Buffer.from(price?.data ?? []).toString("hex")).toBe("03a086010000000000");
    expect(message.staticAccounts[swap?.programAddressIndex ?? -1]).toBe(ORCA_PROGRAM);
    expect(message.instructions).toHaveLength(3);
  });

  it.each([
    { name: "selling A", baseIsA: true, sells: true, aToB: true },
    { name: "buying A", baseIsA: true, sells: false, aToB: false },
    { name: "selling B", baseIsA: false, sells: true, aToB: false },
    { name: "buying B", baseIsA: false, sells: false, aToB: true },
  ])("says in 49 bytes what $name means", ({ baseIsA, sells, aToB }) => {
    const { message } = decoded(signed(sells, baseIsA));
    if (message.version !== 0) throw new Error("not v0");
    const data = Buffer.from(message.instructions[2]?.data ?? []).toString("hex");
    const flags = `${sells ? "01" : "00"}${aToB ? "01" : "00"}`;
    const amounts = "08070605040302010900000000000000";
    const twoSupplements = "01010000000602";
    expect(data).toBe(`2b04ed0b1ac91e62${amounts}${"00".repeat(16)}${flags}${twoSupplements}`);
  });

  it("fits one packet of 1,232 bytes, also with a token program of either side's own", () => {
    const pool = aPool();
    const token2022 = "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb";
    const mixed = { ...pool, tokenB: { ...pool.tokenB, program: token2022 } };
    const instruction = createPoolAccounts(mixed, WALLET.address).swap(SWAP);
    const { wire } = signSwap({ ...PARTS, instruction, unitPrice: (1n << 64n) - 1n }, WALLET);
    expect(Buffer.from(wire, "base64").length).toBe(801);
  });
});

describe("the accounts of swap_v2", () => {
  it("come in the program's order with its rights", async () => {
    const orca = createOrcaAddresses();
    const pool = aPool();
    const at = (start: number) => orca.tickArray(address(POOL), start);
    const { accounts } = createPoolAccounts(pool, WALLET.address).swap({
      amount: 1n,
      otherAmountThreshold: 1n,
      amountIsInput: true,
      tick: 10,
    });
    const { READONLY, READONLY_SIGNER, WRITABLE } = AccountRole;
    expect(accounts?.map(({ address, role }) => [address, role])).toEqual([
      [TOKEN_PROGRAM, READONLY],
      [TOKEN_PROGRAM, READONLY],
      ["MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr", READONLY],
      [WALLET.address, READONLY_SIGNER],
      [POOL, WRITABLE],
      [SOL_MINT, READONLY],
      [USDC_MINT, READONLY],
      [tokenAccountOf(WALLET.address, pool.tokenA), WRITABLE],
      [VAULT_A, WRITABLE],
      [tokenAccountOf(WALLET.address, pool.tokenB), WRITABLE],
      [VAULT_B, WRITABLE],
      [await at(0), WRITABLE],
      [await at(-352), WRITABLE],
      [await at(-704), WRITABLE],
      [await orca.oracle(address(POOL)), WRITABLE],
      [await at(352), WRITABLE],
      [await at(-1056), WRITABLE],
    ]);
  });

  it.each([
    { tick: 10, aToB: true, starts: [352, -1056] },
    { tick: 10, aToB: false, starts: [-352, 1056] },
    { tick: -1, aToB: true, starts: [0, -1408] },
    { tick: 348, aToB: false, starts: [0, 1408] },
    { tick: 347, aToB: false, starts: [-352, 1056] },
    { tick: 443_600, aToB: false, starts: [443_168] },
    { tick: 443_600, aToB: true, starts: [442_464] },
    { tick: -443_600, aToB: true, starts: [-443_520] },
  ])("are followed by supplements that start at $starts from tick $tick, A to B: $aToB", (one) => {
    expect(supplementalArrayStarts(one.tick, 4, one.aToB)).toEqual(one.starts);
  });

  it.each([
    { supplements: 0, option: "00" },
    { supplements: 1, option: "01010000000601" },
    { supplements: 3, option: "01010000000603" },
  ])("say $option of $supplements supplements", ({ supplements, option }) => {
    const { data, accounts } = bareSwap(supplements);
    expect(Buffer.from(data).toString("hex", 42)).toBe(option);
    expect(accounts).toHaveLength(15 + supplements);
  });

  it("have at most three supplements", () => {
    expect(() => bareSwap(4)).toThrow(InputError);
  });

  it.each([
    { tick: 10, aToB: true, starts: [0, -352, -704] },
    { tick: 10, aToB: false, starts: [0, 352, 704] },
    { tick: -1, aToB: true, starts: [-352, -704, -1056] },
    { tick: 348, aToB: false, starts: [352, 704, 1056] },
    { tick: 347, aToB: false, starts: [0, 352, 704] },
    { tick: 443_600, aToB: false, starts: [443_520, 443_520, 443_520] },
    { tick: -443_600, aToB: true, starts: [-443_872, -443_872, -443_872] },
  ])("start at $starts from tick $tick, A to B: $aToB", ({ tick, aToB, starts }) => {
    expect(swapArrayStarts(tick, 4, aToB)).toEqual(starts);
  });

  it("name the wallet's associated token account, as kit derives it", async () => {
    const seeds = [WALLET.address, TOKEN_PROGRAM, USDC_MINT].map((key) => addressBytes(address(key)));
    const programAddress = address("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
    const [expected] = await getProgramDerivedAddress({ programAddress, seeds });
    expect(tokenAccountOf(WALLET.address, { mint: USDC_MINT, program: TOKEN_PROGRAM })).toBe(expected);
  });
});

/** Accounts do not matter here, only how many there are. */
function bareSwap(supplements: number) {
  const any = address(POOL);
  const token = { mint: any, vault: any, program: any, owned: any };
  return swapV2Instruction({
    ...{ program: any, authority: any, whirlpool: any, oracle: any, tokenA: token, tokenB: token },
    ...{ amount: 1n, otherAmountThreshold: 1n, amountIsInput: true, aToB: true },
    tickArrays: [any, any, any],
    supplementalTickArrays: Array.from({ length: supplements }, () => any),
  });
}

interface Leg {
  readonly pool: string;
  readonly tickSpacing: number;
  readonly tick: number;
  readonly aToB: boolean;
  readonly oracle?: string;
  readonly tickArrays: readonly string[];
}

describe.skipIf(!hasCaptures)("a real transaction's accounts (../shared/data)", () => {
  const { legs } = hasCaptures
    ? (JSON.parse(captureText("orca-eos365795240/EXPECTED.json")) as { legs: readonly Leg[] })
    : { legs: [] };

  it.each(legs)("names the same tick arrays and oracle on $pool", (leg) => {
    const pool = aPool({ address: leg.pool, tickSpacing: leg.tickSpacing, tick: leg.tick });
    const { accounts } = createPoolAccounts(pool, WALLET.address).swap({
      amount: 1n,
      otherAmountThreshold: 1n,
      amountIsInput: leg.aToB,
      tick: leg.tick,
    });
    const named = accounts?.map(({ address }) => address as string) ?? [];
    // The aggregator named the current array, the one below and the one above.
    const [home, below, above] = leg.tickArrays;
    expect(named.slice(11, 13)).toEqual([home, leg.aToB ? below : above]);
    if (leg.oracle !== undefined) expect(named[14]).toBe(leg.oracle);
  });
});
