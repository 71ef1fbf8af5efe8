import { createSolanaRpcSubscriptions } from "@solana/kit";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { faultPlan } from "../../sim/faults/index.ts";
import type { QuietNode, SwapArguments } from "./solana-trading-node.ts";
import {
  aQuietNode,
  blocksLater,
  call,
  inject,
  landed,
  send,
  sign,
  swapInstruction,
  until,
} from "./solana-trading-node.ts";

const started: QuietNode[] = [];
afterEach(async () => {
  for (const node of started.splice(0)) await node.stop();
});

async function aNode(seed = 3): Promise<QuietNode> {
  const node = await aQuietNode({ seed });
  started.push(node);
  return node;
}

const SWAP: SwapArguments = { base: "SOL", aToB: true, exactIn: true, amount: 1_000_000_000n };
const signed = (node: QuietNode, swap = SWAP) => sign(node, [swapInstruction(node, swap)]);
const heightOf = (node: QuietNode, slot: number | bigint) => node.chain.blocks.at(Number(slot))!.height;

async function statusOf({ standIn }: QuietNode, signature: string, provider: 0 | 1 = 0) {
  const search = { searchTransactionHistory: true };
  const { result } = await call(standIn.rpcUrls[provider], "getSignatureStatuses", [[signature], search]);
  return result.value[0];
}

describe("faults of what is sent to the stand-in node", () => {
  it("tx-drop: answers and never lands it, until it is sent again when the fault is over", async () => {
    const node = await aNode();
    inject(node, { kind: "tx-drop" });
    const { signature, wire } = await signed(node);
    expect((await send(node, wire)).result).toBe(signature);
    node.calm();
    await blocksLater(node, 6);
    expect(await statusOf(node, signature)).toBeNull();
    expect((await send(node, wire)).result).toBe(signature);
    await landed(node, signature);
  });

  it("tx-drop: draws each submission, so that among several resends one gets through", async () => {
    const node = await aNode();
    inject(node, { kind: "tx-drop", probability: 0.7 });
    let sent = 0;
    for (let round = 0; round < 8; round += 1) {
      const { signature, wire } = await signed(node);
      await until(async () => {
        sent += 1;
        await send(node, wire);
        await blocksLater(node, 5);
        return statusOf(node, signature);
      });
    }
    expect(sent).toBeGreaterThan(11);
    expect(node.standIn.truth().transactions.length).toBe(8);
  });

  it("tx-expire: never lands it, however often it is sent", async () => {
    const node = await aNode();
    inject(node, { kind: "tx-expire" });
    const { signature, wire } = await signed(node);
    await send(node, wire);
    node.calm();
    for (let again = 0; again < 3; again += 1) {
      await send(node, wire, 1);
      await blocksLater(node, 5);
    }
    expect(await statusOf(node, signature)).toBeNull();
    const next = await signed(node);
    await send(node, next.wire);
    await landed(node, next.signature);
  });

  it("tx-late: lands so many blocks later, not sooner for being sent again, and within the blockhash's life", async () => {
    const node = await aNode();
    for (const blocks of [40, 150]) {
      inject(node, { kind: "tx-late", blocks });
      const born = node.chain.view("confirmed");
      const how = { blockhash: born.blockhash };
      const { signature, wire } = await sign(node, [swapInstruction(node, SWAP)], how);
      const sentAt = node.chain.blocks.head.height;
      await send(node, wire);
      node.calm();
      await send(node, wire);
      const height = heightOf(node, (await landed(node, signature)).slot);
      if (blocks === 40) expect(height - sentAt).toBeGreaterThanOrEqual(40);
      else expect(height - born.height).toBe(150);
    }
  });

  it.each([
    ["6036", { ...SWAP, threshold: 1n }, { Custom: 6036 }],
    ["6037", { ...SWAP, exactIn: false, amount: 1_000_000n, threshold: 1n << 62n }, { Custom: 6037 }],
  ])("tx-fail: the pool moves against it in its block, and it ends with %s", async (_, swap, why) => {
    const node = await aNode();
    inject(node, { kind: "tx-fail" });
    const { wire, signature } = await signed(node, swap);
    const before = node.lamports();
    expect(
      (
        await call(node.standIn.rpcUrl, "sendTransaction", [
          wire,
          { encoding: "base64", preflightCommitment: "confirmed" },
        ])
      ).result,
    ).toBe(signature);
    const status = await until(() => statusOf(node, signature));
    expect(status.err).toEqual({ InstructionError: [1, why] });
    expect(before - node.lamports()).toBe(5_000n);
    const careless = await signed(node);
    await send(node, careless.wire);
    expect((await landed(node, careless.signature)).meta.err).toBeNull();
  });

  it("tx-phantom: is told of as confirmed with its amounts, then was never there, then may really land", async () => {
    const node = await aNode();
    inject(node, { kind: "tx-phantom", blocks: 60 });
    const { signature, wire } = await signed(node);
    const held = node.tokens(node.pool("SOL").baseMint);
    const lamports = node.lamports();
    const abort = new AbortController();
    const heard = await createSolanaRpcSubscriptions(node.standIn.wsUrl)
      .signatureNotifications(signature, { commitment: "confirmed" })
      .subscribe({ abortSignal: abort.signal });
    await send(node, wire);
    for await (const { value } of heard) {
      expect(value.err).toBeNull();
      break;
    }
    abort.abort();
    const ghost = await landed(node, signature);
    expect(ghost.meta.err).toBeNull();
    expect(BigInt(ghost.meta.postTokenBalances[0]!.uiTokenAmount.amount)).toBeGreaterThan(0n);
    const height = heightOf(node, ghost.slot);
    await until(async () => node.chain.blocks.head.height >= height + 15);
    const status = await statusOf(node, signature);
    // Its block would be final by now if it were on the chain.
    expect(status?.confirmationStatus ?? "confirmed").toBe("confirmed");
    await until(async () => node.chain.blocks.head.height > height + 60);
    expect(await statusOf(node, signature)).toBeNull();
    expect(node.tokens(node.pool("SOL").baseMint)).toBe(held);
    expect(node.lamports()).toBe(lamports);
    expect(node.standIn.truth().transactions).toEqual([]);
    await send(node, wire);
    const real = await landed(node, signature);
    expect(real.slot).toBeGreaterThan(ghost.slot);
    expect(held - node.tokens(node.pool("SOL").baseMint)).toBe(SWAP.amount);
    expect(node.standIn.truth().transactions).toMatchObject([{ signature, status: "landed" }]);
  });

  it("lost-response: the request is never answered, the transaction lands", async () => {
    const node = await aNode();
    inject(node, { kind: "lost-response" });
    const { signature, wire } = await signed(node);
    const how = { encoding: "base64", skipPreflight: true };
    const patience = AbortSignal.timeout(500);
    const waiting = call(node.standIn.rpcUrl, "sendTransaction", [wire, how], patience).then(
      () => "an answer",
      (error: Error) => error.name,
    );
    await landed(node, signature);
    expect(await waiting).toBe("TimeoutError");
    expect((await call(node.standIn.rpcUrl, "getHealth")).result).toBe("ok");
  });

  it("draws the same fates for the same seed and order of sending", async () => {
    const fates = async () => {
      const node = await aNode(9);
      inject(node, { kind: "tx-expire", probability: 0.5 });
      const sent: string[] = [];
      for (let count = 0; count < 12; count += 1) {
        const { signature, wire } = await signed(node);
        await send(node, wire);
        sent.push(signature);
      }
      await blocksLater(node, 6);
      return Promise.all(sent.map(async (signature) => (await statusOf(node, signature)) !== null));
    };
    const first = await fates();
    expect(await fates()).toEqual(first);
    expect(new Set(first).size).toBe(2);
  });
});

describe("two providers of one chain", () => {
  it("serve the same chain on two ports, and what is sent to either lands for both", async () => {
    const node = await aNode();
    const { signature, wire } = await signed(node);
    await send(node, wire, 1);
    await landed(node, signature);
    expect(await until(() => statusOf(node, signature, 1))).toMatchObject({ err: null });
    const { result } = await call(node.standIn.rpcUrls[1], "getSlot", [{ commitment: "processed" }]);
    expect(Math.abs(result - node.standIn.slot())).toBeLessThan(4);
  });

  it("lag: one of them tells heights, statuses and transactions as of its own past", async () => {
    const node = await aNode();
    await blocksLater(node, 100);
    inject(node, { kind: "lag", provider: 1, slots: 90 });
    const [ahead, behind] = node.standIn.rpcUrls;
    const height = async (url: string) =>
      (await call(url, "getBlockHeight", [{ commitment: "processed" }])).result as number;
    expect((await height(ahead)) - (await height(behind))).toBeGreaterThan(80);
    const { signature, wire } = await signed(node);
    await send(node, wire, 1);
    await landed(node, signature);
    expect(await statusOf(node, signature, 1)).toBeNull();
    const how = { commitment: "confirmed", maxSupportedTransactionVersion: 1 };
    expect((await call(behind, "getTransaction", [signature, how])).result).toBeNull();
    const search = { searchTransactionHistory: true };
    const { result } = await call(behind, "getSignatureStatuses", [[signature], search]);
    expect(node.standIn.slot() - result.context.slot).toBeGreaterThan(80);
    await until(() => statusOf(node, signature, 1));
  });

  it("http and drop: fail at one of them only, http as often as its probability says", async () => {
    const node = await aNode();
    const health = (provider: 0 | 1) =>
      fetch(node.standIn.rpcUrls[provider], {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "getHealth" }),
      }).then(({ status }) => status);
    inject(node, { kind: "http", provider: 1, status: 503, probability: 0.5 });
    const many = async (provider: 0 | 1) =>
      new Set(await Promise.all(Array.from({ length: 40 }, () => health(provider))));
    expect(await many(1)).toEqual(new Set([200, 503]));
    expect(await many(0)).toEqual(new Set([200]));
    const sockets = node.standIn.wsUrls.map((url) => new WebSocket(url));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once("open", resolve))));
    inject(node, { kind: "drop", provider: 0 });
    await until(async () => sockets[0]!.readyState === WebSocket.CLOSED);
    expect(sockets[1]!.readyState).toBe(WebSocket.OPEN);
    await expect(health(0)).rejects.toThrow();
    node.calm();
    expect(await health(1)).toBe(200);
    for (const socket of sockets) socket.terminate();
  });

  it("latency: delays the answer to what is sent", async () => {
    const node = await aNode();
    inject(node, { kind: "latency", delayMs: 150 });
    const { wire } = await signed(node);
    const startedMs = performance.now();
    await send(node, wire);
    expect(performance.now() - startedMs).toBeGreaterThan(140);
  });
});

describe("a fault plan", () => {
  it("takes the faults of sending, sure where no probability is said, and knows no third provider", () => {
    const timed = { venue: "solana", atMs: 0, forMs: 1 };
    const { faults } = faultPlan.parse({ faults: [{ kind: "tx-late", blocks: 40, ...timed }] });
    expect(faults[0]).toMatchObject({ probability: 1, blocks: 40 });
    const third = { kind: "lag", slots: 3, provider: 2, ...timed };
    expect(faultPlan.safeParse({ faults: [third] }).success).toBe(false);
  });
});
