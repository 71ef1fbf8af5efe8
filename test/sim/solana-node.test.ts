import {
  address,
  createSolanaRpc,
  createSolanaRpcSubscriptions,
  getAddressEncoder,
  getProgramDerivedAddress,
} from "@solana/kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFaultClock } from "../../sim/faults/index.ts";
import { createHiddenMarket, driveMarket } from "../../sim/market/index.ts";
import type { SolanaStandIn } from "../../sim/solana/index.ts";
import { startSolana } from "../../sim/solana/index.ts";

const PROGRAM = address("whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc");
const CONFIG = address("2LecshUwdy9xi7meFgHtFJQNSKk4KdTrcpvaB56dP2NQ");
const CLOCK = address("SysvarC1ock11111111111111111111111111111111");
const ASSETS = ["SOL", "BTC", "ETH"];

let solana: SolanaStandIn;
let stopMarket: () => void;

beforeAll(async () => {
  const market = createHiddenMarket({ seed: 7, bases: ASSETS });
  stopMarket = driveMarket(market).stop;
  const faults = createFaultClock({ faults: [] }, () => performance.now());
  solana = await startSolana({ market, assets: ASSETS, faults, seed: 7, slotMs: 60 });
});

afterAll(async () => {
  stopMarket();
  await solana.stop();
});

const encode = getAddressEncoder().encode;
const bytesOf = (data: readonly [string, string] | undefined) => Buffer.from(data?.[0] ?? "", "base64");

/** Polls the node until a reading is there. */
async function eventually<T>(read: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const value = await read();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it never came");
}

async function call(method: string, params: unknown[] = []) {
  const response = await fetch(solana.rpcUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  return { text: await response.clone().text(), json: await response.json() };
}

describe("the stand-in node, seen by a real client", () => {
  it("lists the pools at their genuine mainnet addresses, derived as the library derives them", async () => {
    expect(solana.pools.SOL?.address).toBe("4HppGTweoGQ8ZZ6UcCgwJKfi5mJD9Dqwy6htCpnbfBLW");
    expect(solana.pools.BTC?.address).toBe("HxA6SKW5qA4o12fjVgTpXdq2YnZ5Zv1s7SB4FFomsyLM");
    expect(solana.pools.ETH?.address).toBe("AU971DrPyhhrpRnmEBp5pDTWL2ny7nofb5vYBjDJkR2E");
    for (const { address: pool, baseMint, quoteMint } of Object.values(solana.pools)) {
      const truth = solana.poolAt(pool, solana.slot())!;
      expect(new Set([truth.mintA, truth.mintB])).toEqual(new Set([baseMint, quoteMint]));
      const feeTier = new Uint8Array(new Uint16Array([truth.feeTierIndex]).buffer);
      const [derived] = await getProgramDerivedAddress({
        programAddress: PROGRAM,
        seeds: ["whirlpool", encode(CONFIG), encode(truth.mintA), encode(truth.mintB), feeTier],
      });
      expect(derived).toBe(pool);
      const span = 88 * truth.tickSpacing;
      const start = Math.floor(truth.tick / span) * span;
      const [array] = await getProgramDerivedAddress({
        programAddress: PROGRAM,
        seeds: ["tick_array", encode(pool), String(start)],
      });
      expect(solana.accountAt(array, solana.slot())).toBeDefined();
      const [oracle] = await getProgramDerivedAddress({
        programAddress: PROGRAM,
        seeds: ["oracle", encode(pool)],
      });
      const isAdaptive = truth.feeTierIndex !== truth.tickSpacing;
      expect(solana.accountAt(oracle, solana.slot()) !== undefined).toBe(isAdaptive);
    }
  });

  it("reads many accounts as of one slot, null where there is none", async () => {
    const rpc = createSolanaRpc(solana.rpcUrl);
    const sol = solana.pools.SOL!;
    const keys = [
      sol.address,
      sol.baseMint,
      sol.quoteMint,
      CLOCK,
      address("11111111111111111111111111111111"),
    ];
    const { context, value } = await rpc
      .getMultipleAccounts(keys, { encoding: "base64", commitment: "confirmed" })
      .send();
    expect(value.map((account) => account?.data[0] && bytesOf(account.data).length)).toEqual([
      653,
      82,
      82,
      40,
      undefined,
    ]);
    expect(bytesOf(value[1]?.data)[44]).toBe(9);
    expect(bytesOf(value[2]?.data)[44]).toBe(6);
    expect(bytesOf(value[3]?.data).readBigUInt64LE(0)).toBe(context.slot);
    expect(bytesOf(value[0]?.data).equals(solana.accountAt(sol.address, Number(context.slot))!)).toBe(true);
    expect(value[0]?.owner).toBe(PROGRAM);
    expect(value[4]).toBeNull();
  });

  it("notifies of the pool with the very bytes of each slot, and of every slot", async () => {
    const subscriptions = createSolanaRpcSubscriptions(solana.wsUrl);
    const abort = new AbortController();
    const options = { abortSignal: abort.signal };
    const slots = await subscriptions.slotNotifications().subscribe(options);
    const accounts = await subscriptions
      .accountNotifications(solana.pools.SOL!.address, { commitment: "confirmed", encoding: "base64" })
      .subscribe(options);
    const heads: bigint[] = [];
    const watching = (async () => {
      for await (const { slot, parent, root } of slots) {
        expect(parent).toBeLessThan(slot);
        expect(root).toBeLessThan(slot);
        heads.push(slot);
      }
    })();
    let seen = 0;
    for await (const { context, value } of accounts) {
      const slot = Number(context.slot);
      expect(bytesOf(value.data).equals(solana.accountAt(solana.pools.SOL!.address, slot)!)).toBe(true);
      seen += 1;
      if (seen === 5) break;
    }
    abort.abort();
    await watching;
    expect(heads.length).toBeGreaterThan(3);
    expect([...heads].sort()).toEqual(heads);
  });

  it("changes the vaults by exactly what the transactions of each slot say", async () => {
    const truth = solana.poolAt(solana.pools.SOL!.address, solana.slot())!;
    const rpc = createSolanaRpc(solana.rpcUrl);
    const signatures = await eventually(async () => {
      const all = await rpc
        .getSignaturesForAddress(solana.pools.SOL!.address, { limit: 20, commitment: "confirmed" })
        .send();
      return all.length >= 6 ? all : undefined;
    });
    const amountAt = (vault: typeof truth.vaultA, slot: number) =>
      Buffer.from(solana.accountAt(vault, slot)!).readBigUInt64LE(64);
    const moved = new Map<bigint, { a: bigint; b: bigint }>();
    for (const { signature, slot } of signatures.slice(0, -1)) {
      const found = await rpc
        .getTransaction(signature, {
          commitment: "confirmed",
          encoding: "json",
          maxSupportedTransactionVersion: 0,
        })
        .send();
      const change = (vault: string) => {
        const keys = found!.transaction.message.accountKeys as readonly string[];
        const index = keys.indexOf(vault);
        const amount = (list: typeof found extends null ? never : "preTokenBalances" | "postTokenBalances") =>
          BigInt(found!.meta![list]!.find((one) => one.accountIndex === index)!.uiTokenAmount.amount);
        return amount("postTokenBalances") - amount("preTokenBalances");
      };
      const sum = moved.get(slot) ?? { a: 0n, b: 0n };
      moved.set(slot, { a: sum.a + change(truth.vaultA), b: sum.b + change(truth.vaultB) });
      const event = found!.meta!.logMessages!.find((line) => line.startsWith("Program data: "));
      if (event === undefined) continue;
      const traded = Buffer.from(event.slice(14), "base64");
      const amounts = [traded.readBigUInt64LE(73), -traded.readBigUInt64LE(81)];
      if (traded[40] === 0) amounts.reverse();
      expect([change(truth.vaultA), change(truth.vaultB)]).toEqual(amounts);
    }
    const incomplete = signatures.at(-1)!.slot;
    for (const [slot, change] of moved) {
      if (slot === incomplete) continue;
      const at = Number(slot);
      expect(amountAt(truth.vaultA, at) - amountAt(truth.vaultA, at - 1)).toBe(change.a);
      expect(amountAt(truth.vaultB, at) - amountAt(truth.vaultB, at - 1)).toBe(change.b);
    }
    expect(moved.size).toBeGreaterThan(2);
  });

  it("gives blockhashes that are valid now and heights that run behind slots", async () => {
    const rpc = createSolanaRpc(solana.rpcUrl);
    const { value } = await rpc.getLatestBlockhash({ commitment: "confirmed" }).send();
    const epoch = await rpc.getEpochInfo({ commitment: "confirmed" }).send();
    expect(value.lastValidBlockHeight - epoch.blockHeight).toBeLessThanOrEqual(150n);
    expect(epoch.absoluteSlot).toBeGreaterThan(epoch.blockHeight);
    expect((await rpc.isBlockhashValid(value.blockhash, { commitment: "processed" }).send()).value).toBe(
      true,
    );
    expect((await call("isBlockhashValid", ["nobody", {}])).json.result.value).toBe(false);
    const slot = await rpc.getSlot({ commitment: "finalized" }).send();
    expect(slot).toBeLessThan(BigInt(solana.slot()));
  });

  it("tells of a transaction that has landed, once, however early the question", async () => {
    const rpc = createSolanaRpc(solana.rpcUrl);
    const signature = await eventually(async () => {
      const pool = solana.pools.BTC!.address;
      const [newest] = await rpc.getSignaturesForAddress(pool, { limit: 1, commitment: "confirmed" }).send();
      return newest?.signature;
    });
    const abort = new AbortController();
    const subscriptions = createSolanaRpcSubscriptions(solana.wsUrl);
    const told = await subscriptions
      .signatureNotifications(signature, { commitment: "confirmed" })
      .subscribe({ abortSignal: abort.signal });
    for await (const { value } of told) {
      expect(value).toEqual({ err: null });
      break;
    }
    abort.abort();
    const { value } = await rpc.getSignatureStatuses([signature]).send();
    expect(value[0]?.err).toBeNull();
    expect(["confirmed", "finalized"]).toContain(value[0]?.confirmationStatus);
  });

  it("writes the rent epoch as all its digits", async () => {
    const { text } = await call("getAccountInfo", [CLOCK, { encoding: "base64" }]);
    expect(text).toContain('"rentEpoch":18446744073709551615,');
  });

  it.each([
    ["an unknown method", "requestAirdrop", [], -32601],
    ["a key that is none", "getAccountInfo", ["nonsense"], -32602],
    ["a commitment that is none", "getSlot", [{ commitment: "rooted" }], -32602],
    ["a slot that is not reached", "getSlot", [{ minContextSlot: 900_000_000 }], -32016],
    ["parsed accounts", "getAccountInfo", [CLOCK, { encoding: "jsonParsed" }], -32602],
    ["a block of the future", "getBlockTime", [900_000_000], -32004],
  ])("refuses %s with the node's own code", async (_, method, params, code) => {
    expect((await call(method, params)).json.error.code).toBe(code);
  });

  it("refuses large accounts in base58, and transactions of a version that was not asked for", async () => {
    const pool = solana.pools.SOL!.address;
    expect((await call("getAccountInfo", [pool])).json.error.code).toBe(-32600);
    const history = await eventually(async () => {
      const { json } = await call("getSignaturesForAddress", [pool, { commitment: "confirmed" }]);
      return json.result[0]?.signature as string | undefined;
    });
    const { json } = await call("getTransaction", [history, { commitment: "confirmed" }]);
    expect(json.error.code).toBe(-32015);
    const past = await call("getSlot", [{ minContextSlot: 900_000_000 }]);
    expect(past.json.error.data.contextSlot).toBeGreaterThan(0);
  });

  it("refuses to notify in an encoding that could fail later, over the socket too", async () => {
    const socket = new WebSocket(solana.wsUrl);
    const reply = new Promise<string>((resolve) => {
      socket.onmessage = ({ data }) => resolve(String(data));
    });
    await new Promise((resolve) => {
      socket.onopen = resolve;
    });
    const params = [solana.pools.SOL!.address, { encoding: "base58" }];
    socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "accountSubscribe", params }));
    expect(JSON.parse(await reply).error.code).toBe(-32602);
    socket.close();
  });

  it("answers batches in one reply and broken text with a parse error", async () => {
    const post = async (body: string) => {
      const headers = { "content-type": "application/json" };
      return (await fetch(solana.rpcUrl, { method: "POST", headers, body })).json();
    };
    const batch = [
      { jsonrpc: "2.0", id: "a", method: "getHealth" },
      { jsonrpc: "2.0", id: "b", method: "nothing" },
    ];
    const answers = await post(JSON.stringify(batch));
    expect(answers.map((one: { id: string }) => one.id)).toEqual(["a", "b"]);
    expect(answers[0].result).toBe("ok");
    expect((await post("{")).error.code).toBe(-32700);
    expect((await post("[]")).error.code).toBe(-32600);
  });

  it("tells the truth about a pool at a past slot over HTTP", async () => {
    const pool = solana.pools.ETH!.address;
    const slot = solana.slot() - 2;
    const truth = await (await fetch(`${solana.rpcUrl}/truth/pool?address=${pool}&slot=${slot}`)).json();
    expect(truth.sqrtPrice).toBe(solana.poolAt(pool, slot)?.sqrtPrice.toString());
  });
});
