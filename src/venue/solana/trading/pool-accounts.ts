import { type Address, address, type Instruction } from "@solana/kit";
import {
  addressBytes,
  deriveAddress,
  type SwapToken,
  supplementalArrayStarts,
  swapArrayStarts,
  swapV2Instruction,
} from "../orca/index.ts";
import type { PoolIdentity, PoolToken } from "../pool-identity.ts";
import { createTickArrayAddresses } from "./tick-array-addresses.ts";

/** Associated token accounts, https://spl.solana.com/associated-token-account */
const ATA_PROGRAM = address("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");

/** The wallet's standing account of a token. */
export function tokenAccountOf(wallet: Address, { mint, program }: Omit<PoolToken, "vault">): Address {
  const seeds = [wallet, address(program), address(mint)];
  return deriveAddress(ATA_PROGRAM, seeds.map(addressBytes));
}

/** One swap, whichever side the asset is on. */
export interface PoolSwap {
  readonly amount: bigint;
  readonly otherAmountThreshold: bigint;
  readonly amountIsInput: boolean;
  /** Tick at signing, from which the arrays follow; at landing it may be in either neighbouring array. */
  readonly tick: number;
}

/** A pool with all the addresses that swaps of this wallet name. */
export interface PoolAccounts {
  readonly identity: PoolIdentity;
  readonly base: SwapToken;
  readonly quote: SwapToken;
  /** Accounts that any swap writes; what others pay for them is what we compete with. */
  readonly contended: readonly Address[];
  /** Selling the asset is an exact input, buying it an exact output. */
  swap(swap: PoolSwap): Instruction;
}

/** Derives the addresses, those of arrays around the verified tick included, so that a swap finds them. */
export function createPoolAccounts(identity: PoolIdentity, wallet: Address): PoolAccounts {
  const program = address(identity.program);
  const whirlpool = address(identity.address);
  const tokenA = owned(identity.tokenA, wallet);
  const tokenB = owned(identity.tokenB, wallet);
  const oracle = deriveAddress(program, [new TextEncoder().encode("oracle"), addressBytes(whirlpool)]);
  const tickArray = createTickArrayAddresses(program, whirlpool);
  for (const aToB of [true, false]) {
    for (const startsOf of [swapArrayStarts, supplementalArrayStarts])
      for (const start of startsOf(identity.tick, identity.tickSpacing, aToB)) tickArray(start);
  }
  return {
    identity,
    base: identity.baseIsA ? tokenA : tokenB,
    quote: identity.baseIsA ? tokenB : tokenA,
    contended: [whirlpool, tokenA.vault, tokenB.vault],
    swap({ tick, ...amounts }) {
      const aToB = amounts.amountIsInput === identity.baseIsA;
      const [first, second, third] = swapArrayStarts(tick, identity.tickSpacing, aToB);
      const tickArrays = [tickArray(first), tickArray(second), tickArray(third)] as const;
      const further = supplementalArrayStarts(tick, identity.tickSpacing, aToB);
      return swapV2Instruction({
        ...amounts,
        program,
        authority: wallet,
        whirlpool,
        tokenA,
        tokenB,
        tickArrays,
        supplementalTickArrays: further.map(tickArray),
        oracle,
        aToB,
      });
    },
  };
}

function owned(token: PoolToken, wallet: Address): SwapToken {
  return {
    mint: address(token.mint),
    vault: address(token.vault),
    program: address(token.program),
    owned: tokenAccountOf(wallet, token),
  };
}
