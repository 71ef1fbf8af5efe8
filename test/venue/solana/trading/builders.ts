import { getAddressDecoder } from "@solana/kit";
import type { DexIntent, DexOrder, PoolCurve } from "#model";
import { createWhirlpoolCurve, type PoolIdentity } from "#venue/solana";
import { createWallet } from "../../../../src/venue/solana/trading/wallet.ts";
import { SOL_MINT, TOKEN_PROGRAM, USDC_MINT, VAULT_A, VAULT_B, whirlpool } from "../account-builders.ts";
import { aWhirlpool } from "../orca/support.ts";

/** RFC 8032, test 1: a seed and its public key. */
const SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

export const KEYPAIR = Uint8Array.from(Buffer.from(SEED + PUBLIC, "hex"));
export const WALLET = createWallet(KEYPAIR);
export const POOL = "Czfq3xZZDmsdGdUyrNLtRhGc47cXcZtLG4crryfu44zE";
export const BLOCKHASH = getAddressDecoder().decode(new Uint8Array(32).fill(7));

/** A SOL/USDC pool of spacing 4 at tick 10, SOL being token A. */
export function aPool(given: Partial<PoolIdentity> = {}): PoolIdentity {
  return {
    asset: {
      name: "SOL-USD",
      base: "SOL",
      symbol: "solusd",
      pool: POOL,
      baseMint: SOL_MINT,
      quoteMint: USDC_MINT,
    },
    address: POOL,
    program: whirlpool().owner,
    baseIsA: true,
    tokenA: { mint: SOL_MINT, vault: VAULT_A, program: TOKEN_PROGRAM },
    tokenB: { mint: USDC_MINT, vault: VAULT_B, program: TOKEN_PROGRAM },
    baseDecimals: 9,
    quoteDecimals: 6,
    feePpm: 400,
    tickSpacing: 4,
    adaptive: false,
    tick: 10,
    ...given,
  };
}

/** A pool's curve at a tick, without any initialised tick near. */
export function aCurve(tick = 10): PoolCurve {
  const pool = {
    ...aWhirlpool({ tickSpacing: 4, tickCurrentIndex: tick }),
    tokenMintA: SOL_MINT,
    tokenMintB: USDC_MINT,
  };
  return createWhirlpoolCurve({
    pool: POOL,
    slot: 1_000,
    whirlpool: pool,
    tickArrays: () => "uninitialised",
    oracle: null,
    blockTimeSec: null,
    baseMint: SOL_MINT,
    baseDecimals: 9,
    quoteDecimals: 6,
  });
}

export function anOrder(given: Partial<DexOrder> = {}): DexOrder {
  return {
    venue: "solana",
    pool: POOL,
    side: "sell",
    baseUnits: 1_000_000n,
    limitQuoteUnits: 990_000n,
    ticksCrossed: 0,
    ...given,
  };
}

export function anIntent(given: Partial<DexIntent["signed"]> = {}): DexIntent {
  const signed = {
    signature: "sig",
    wire: "AA==",
    blockhash: BLOCKHASH,
    lastValidBlockHeight: 1_150,
    feeLimitLamports: 6_000n,
    ...given,
  };
  return { attemptId: "T1-dex-1", order: anOrder(), signed };
}
