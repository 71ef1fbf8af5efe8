import { describe, expect, it } from "vitest";
import { decodeTransaction } from "../../sim/solana/bank/decode-transaction.ts";
import { sendingMethods } from "../../sim/solana/rpc/sending-methods.ts";
import { transactionMethods } from "../../sim/solana/rpc/transaction-methods.ts";
import { aCrowdedChain } from "./solana-trading-chain.ts";
import { sign, swapInstruction } from "./solana-trading-node.ts";

/** The node's methods over a chain whose every block the test makes, so that each moment can be looked at. */
async function aSteppedNode(seed: number) {
  const crowded = await aCrowdedChain(seed);
  const { chain, desk, node } = crowded;
  const methods = { ...transactionMethods(chain), ...sendingMethods(chain, desk) };
  const swap = { base: "SOL", aToB: true, exactIn: true, amount: 1_000_000n };
  const signed = (blockhash: string) => sign(node, [swapInstruction(node, swap)], { blockhash });
  const statusOf = (signature: string, searchTransactionHistory = false) => {
    const answer = methods.getSignatureStatuses?.([[signature], { searchTransactionHistory }]);
    return (answer as { value: ({ confirmationStatus: string; slot: number } | null)[] }).value[0];
  };
  const submit = (wire: string) => desk.submit(decodeTransaction(Buffer.from(wire, "base64")));
  return { ...crowded, methods, signed, statusOf, submit };
}

describe("a transaction, block by block", () => {
  it("lands one, two or three blocks after it was sent", async () => {
    const { chain, next, signed, statusOf, submit } = await aSteppedNode(31);
    const waits = new Set<number>();
    for (let count = 0; count < 20; count += 1) {
      const { signature, wire } = await signed(next().blockhash);
      const sentAt = chain.blocks.head.height;
      submit(wire);
      while (statusOf(signature) === null) next();
      waits.add(chain.blocks.head.height - sentAt);
    }
    expect([...waits].sort()).toEqual([1, 2, 3]);
  });

  it("is processed at once, confirmed a block later, finalized after eight, forgotten after 150", async () => {
    const { chain, next, signed, statusOf, submit } = await aSteppedNode(32);
    const { signature, wire } = await signed(next().blockhash);
    submit(wire);
    while (statusOf(signature) === null) next();
    const height = chain.blocks.head.height;
    const seen: (string | undefined)[] = [];
    for (let age = 0; age <= 152; age += 1) {
      seen.push(statusOf(signature)?.confirmationStatus);
      next();
    }
    expect(chain.blocks.head.height).toBe(height + 153);
    expect(seen.slice(0, 10)).toEqual(["processed", ...Array(7).fill("confirmed"), "finalized", "finalized"]);
    expect(seen.slice(149)).toEqual(["finalized", "finalized", undefined, undefined]);
    expect(statusOf(signature, true)?.confirmationStatus).toBe("finalized");
  });

  it("lands in the 150th block after its blockhash at the latest", async () => {
    const { chain, next, signed, statusOf, submit } = await aSteppedNode(33);
    const born = next();
    const sent: { signature: string; wire: string }[] = [];
    for (let count = 0; count < 12; count += 1) sent.push(await signed(born.blockhash));
    while (chain.blocks.head.height < born.height + 148) next();
    for (const { wire } of sent) submit(wire);
    for (let blocks = 0; blocks < 8; blocks += 1) next();
    const heights = sent.map(({ signature }) => {
      const status = statusOf(signature, true);
      return status === null || status === undefined
        ? null
        : chain.blocks.at(status.slot)!.height - born.height;
    });
    expect(new Set(heights)).toEqual(new Set([149, 150, null]));
  });

  it("is refused in a preflight at `finalized` while its blockhash is younger than that", async () => {
    const { next, signed, methods } = await aSteppedNode(34);
    for (let blocks = 0; blocks < 20; blocks += 1) next();
    const { wire, signature } = await signed(next().blockhash);
    const send = (preflightCommitment?: string) =>
      methods.sendTransaction?.([wire, { encoding: "base64", preflightCommitment }]);
    expect(() => send()).toThrow("Transaction simulation failed: Blockhash not found");
    expect(() => send("confirmed")).toThrow("Blockhash not found");
    next();
    expect(send("confirmed")).toBe(signature);
    for (let blocks = 0; blocks < 12; blocks += 1) next();
    expect(() => send()).toThrow("This transaction has already been processed");
  });
});
