import { address } from "@solana/kit";

/** Program and sysvar addresses that the accounts of this stand-in belong to. */
export const WHIRLPOOL_PROGRAM = address("whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc");
export const WHIRLPOOLS_CONFIG = address("2LecshUwdy9xi7meFgHtFJQNSKk4KdTrcpvaB56dP2NQ");
export const TOKEN_PROGRAM = address("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
export const MEMO_PROGRAM = address("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
export const ASSOCIATED_TOKEN_PROGRAM = address("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
export const COMPUTE_BUDGET_PROGRAM = address("ComputeBudget111111111111111111111111111111");
export const NATIVE_MINT = address("So11111111111111111111111111111111111111112");
export const SYSTEM_PROGRAM = address("11111111111111111111111111111111");
export const SYSVAR_OWNER = address("Sysvar1111111111111111111111111111111111111");
export const CLOCK_SYSVAR = address("SysvarC1ock11111111111111111111111111111111");
