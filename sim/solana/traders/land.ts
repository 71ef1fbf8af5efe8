import type { Address } from "@solana/kit";
import type { Random } from "../../market/index.ts";
import { base58 } from "../bytes.ts";
import type { Block } from "../chain/block-log.ts";
import type { LandedTransaction, TokenBalance } from "../chain/transaction-log.ts";
import { TOKEN_PROGRAM, WHIRLPOOL_PROGRAM } from "../ids.ts";
import type { Instruction } from "../program/instructions.ts";
import type { LivePool } from "../program/live-pool.ts";
import type { Wallet } from "./wallet.ts";

const BASE_FEE_LAMPORTS = 5_000n;

/** Base units that moved into the pool's vaults; negative out of them. */
interface VaultMove {
  readonly a: bigint;
  readonly b: bigint;
}

export interface Landing {
  readonly pool: LivePool;
  readonly wallet: Wallet;
  readonly instruction: Instruction;
  /** Already booked in the pool's vaults. */
  readonly move: VaultMove;
  readonly event: string | undefined;
}

function inventSignature(random: Random): string {
  return base58(Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256))));
}

/** Moves the wallet's tokens against the vaults' and tells both sides before and after. */
function settle({ pool, wallet, move }: Landing): TokenBalance[] {
  const { whirlpool, address } = pool.state;
  const { baseIsA, baseDecimals, quoteDecimals } = pool.orientation;
  const sides = [
    { mint: whirlpool.mintA, vault: whirlpool.vaultA, moved: move.a, held: pool.vaults.a, isA: true },
    { mint: whirlpool.mintB, vault: whirlpool.vaultB, moved: move.b, held: pool.vaults.b, isA: false },
  ];
  return sides.flatMap(({ mint, vault, moved, held, isA }) => {
    const holding = wallet.holding(mint);
    const decimals = isA === baseIsA ? baseDecimals : quoteDecimals;
    const pre = holding.amount;
    holding.amount -= moved;
    wallet.touch(mint);
    return [
      { account: holding.account, mint, owner: wallet.address, decimals, pre, post: holding.amount },
      { account: vault, mint, owner: address, decimals, pre: held - moved, post: held },
    ];
  });
}

function logsOf({ instruction, event }: Landing, units: number): string[] {
  const transfer = [
    `Program ${TOKEN_PROGRAM} invoke [2]`,
    "Program log: Instruction: TransferChecked",
    `Program ${TOKEN_PROGRAM} success`,
  ];
  return [
    `Program ${WHIRLPOOL_PROGRAM} invoke [1]`,
    `Program log: Instruction: ${instruction.name}`,
    ...transfer,
    ...transfer,
    ...(event === undefined ? [] : [`Program data: ${event}`]),
    `Program ${WHIRLPOOL_PROGRAM} consumed ${units} of 200000 compute units`,
    `Program ${WHIRLPOOL_PROGRAM} success`,
  ];
}

function orderedAccounts(
  payer: Address,
  instruction: Instruction,
): { all: Address[]; readonlyCount: number } {
  const unique = new Set([...instruction.accounts, WHIRLPOOL_PROGRAM]);
  unique.delete(payer);
  const writable = [...unique].filter((account) => instruction.writable.has(account));
  const readonly = [...unique].filter((account) => !instruction.writable.has(account));
  return { all: [payer, ...writable, ...readonly], readonlyCount: readonly.length };
}

/** Settles the tokens, charges the fee and makes the transaction as the chain keeps it. */
export function land(
  landing: Landing,
  block: Block,
  recentBlockhash: string,
  random: Random,
): LandedTransaction {
  const { wallet, instruction } = landing;
  const tokenBalances = settle(landing);
  wallet.lamports -= BASE_FEE_LAMPORTS;
  const unitsConsumed = 45_000 + Math.floor(random() * 12_000);
  const { all, readonlyCount } = orderedAccounts(wallet.address, instruction);
  return {
    signature: inventSignature(random),
    coSignatures: [],
    version: 0,
    err: null,
    slot: block.slot,
    blockTimeSec: block.timeSec,
    blockhash: recentBlockhash,
    accounts: all,
    header: { signers: 1, readonlySigners: 0, readonlyOthers: readonlyCount },
    instructions: [{ program: WHIRLPOOL_PROGRAM, accounts: instruction.accounts, data: instruction.data }],
    logs: logsOf(landing, unitsConsumed),
    feeLamports: BASE_FEE_LAMPORTS,
    payerLamportsAfter: wallet.lamports,
    unitsConsumed,
    tokenBalances,
  };
}
