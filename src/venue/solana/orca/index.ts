/** Orca Whirlpools: account decoders, addresses, and quotes that equal the on-chain program to the unit. */
export { type AccountDump, loadAccounts } from "./account-dump.ts";
export { readDump } from "./account-file.ts";
export { createOrcaAddresses, type OrcaAddresses } from "./addresses.ts";
export { type CurvePool, createWhirlpoolCurve, type WhirlpoolCurveOptions, whirlpoolOf } from "./curve.ts";
export { addressBytes, deriveAddress } from "./derive-address.ts";
export { decodeOracle, type Oracle } from "./oracle.ts";
export { isOrcaProgram, ORCA_IMMUTABLE_PROGRAM, ORCA_PROGRAM } from "./program.ts";
export { answerQuote } from "./quote-request.ts";
export { createWhirlpoolState, type WhirlpoolAccounts, type WhirlpoolState } from "./state.ts";
export type { SwapQuote } from "./swap.ts";
export { supplementalArrayStarts, swapArrayStarts } from "./swap-arrays.ts";
export { type SwapToken, swapV2Instruction } from "./swap-instruction.ts";
export { readTickArray, type TickArray, type TickArrayState } from "./tick-array.ts";
export { edgeArrayStarts, type TickArrays } from "./tick-path.ts";
export { decodeWhirlpool, type Whirlpool } from "./whirlpool.ts";
