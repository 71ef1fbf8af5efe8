import type { Address } from "@solana/kit";
import { rentExemptLamports } from "../chain/spl-accounts.ts";
import { WHIRLPOOL_PROGRAM } from "../ids.ts";
import { errorCode } from "../program/error-codes.ts";
import { encodeOracle } from "../program/oracle-account.ts";
import type { PoolState } from "../program/pool-state.ts";
import { ProgramError } from "../program/program-error.ts";
import type { SwapOutcome } from "../program/swap.ts";
import { applySwap, executeSwap } from "../program/swap.ts";
import { arrayStart, encodeTickArray } from "../program/tick-array-account.ts";
import { tradedEvent } from "../program/traded-event.ts";
import { encodeWhirlpool } from "../program/whirlpool-account.ts";
import { custom } from "./failures.ts";
import type { Invocation } from "./invocation.ts";
import { loadPool } from "./swap-accounts.ts";
import type { SwapCall } from "./swap-call.ts";
import { readSwapCall } from "./swap-call.ts";
import { readHolding, transferTokens } from "./token-program.ts";

/** A swap within one stretch costs about 46,000 units with its two transfers, each further stretch 3,000. */
const SWAP_UNITS = 33_600;
const STRETCH_UNITS = 3_000;
const U64_MAX = (1n << 64n) - 1n;

/** A threshold that no price could miss: nothing asked for at least, or everything allowed at most. */
function isSlack({ exactIn, threshold }: SwapCall): boolean {
  return exactIn ? threshold === 0n : threshold === U64_MAX;
}

function checkThreshold(call: SwapCall, outcome: SwapOutcome, adverse: boolean): void {
  const moved = adverse && !isSlack(call);
  if (call.exactIn && (moved || outcome.amountOut < call.threshold))
    throw new ProgramError("AmountOutBelowMinimum");
  if (!call.exactIn && (moved || outcome.amountIn > call.threshold))
    throw new ProgramError("AmountInAboveMaximum");
}

function storePool({ accounts }: Invocation, state: PoolState, outcome: SwapOutcome): void {
  const put = (address: Address, data: Buffer): void =>
    accounts.put(address, { owner: WHIRLPOOL_PROGRAM, lamports: rentExemptLamports(data.length), data });
  const { whirlpool, oracle } = state;
  put(state.address, encodeWhirlpool(whirlpool));
  if (oracle !== undefined) put(oracle.address, encodeOracle(oracle));
  const starts = new Set(outcome.crossed.map(({ index }) => arrayStart(index, whirlpool.tickSpacing)));
  for (const start of starts) {
    const array = state.arrays.get(start);
    if (array !== undefined) put(array.address, encodeTickArray(array));
  }
}

/** The trader pays first, so that an empty pocket shows before the pool gives anything. */
function moveTokens(invocation: Invocation, { accounts }: SwapCall, outcome: SwapOutcome): void {
  const sideA = { holding: accounts.holdingA.address, vault: accounts.vaultA.address };
  const sideB = { holding: accounts.holdingB.address, vault: accounts.vaultB.address };
  const [paid, got] = outcome.aToB ? [sideA, sideB] : [sideB, sideA];
  const authority = accounts.authority.address;
  transferTokens(invocation, { from: paid.holding, to: paid.vault, authority, amount: outcome.amountIn });
  const pool = accounts.pool.address;
  transferTokens(invocation, {
    from: got.vault,
    to: got.holding,
    authority: pool,
    amount: outcome.amountOut,
  });
}

function amountIn({ accounts }: Invocation, address: Address): bigint {
  return readHolding(accounts.get(address))?.amount ?? 0n;
}

function swap(invocation: Invocation): void {
  const { meter } = invocation;
  const call = readSwapCall(invocation);
  meter.log(`Program log: Instruction: ${call.name}`);
  const { state, arrays } = loadPool(invocation, call);
  const { blockTimeSec } = invocation;
  const outcome = executeSwap(state, { ...call, blockTimeSec, arrays });
  meter.consume(SWAP_UNITS + (outcome.stretches - 1) * STRETCH_UNITS);
  checkThreshold(call, outcome, invocation.adverse);
  const event = tradedEvent(state.address, state.whirlpool.sqrtPrice, outcome);
  applySwap(state, outcome);
  storePool(invocation, state, outcome);
  moveTokens(invocation, call, outcome);
  meter.log(`Program data: ${event}`);
  const { vaultA, vaultB } = call.accounts;
  const vaults = { a: amountIn(invocation, vaultA.address), b: amountIn(invocation, vaultB.address) };
  invocation.swapped({ state, vaults });
}

/** `swap` and `swap_v2`. A refusal carries the program's own number and is named in the log. */
export function whirlpoolProgram(invocation: Invocation): void {
  try {
    swap(invocation);
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    const number = errorCode(error.code);
    const { code } = error;
    invocation.meter.log(
      `Program log: AnchorError occurred. Error Code: ${code}. Error Number: ${number}. Error Message: ${code}.`,
    );
    throw custom(number);
  }
}
