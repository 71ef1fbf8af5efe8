import type { Address } from "@solana/kit";
import { writeAddress, writeU128 } from "../bytes.ts";
import type { SwapOutcome } from "./swap.ts";

/**
 * The program's "Traded" event as it stands in the logs after `Program data: `, base64. Discriminator
 * e1ca49af932ba096, pool, a to b u8, price before and after u128, input, output, transfer fees of both, fee
 * of the providers, fee of the protocol, all u64.
 */
export function tradedEvent(pool: Address, preSqrtPrice: bigint, outcome: SwapOutcome): string {
  const bytes = Buffer.alloc(121);
  bytes.write("e1ca49af932ba096", 0, "hex");
  writeAddress(bytes, 8, pool);
  bytes[40] = outcome.aToB ? 1 : 0;
  writeU128(bytes, 41, preSqrtPrice);
  writeU128(bytes, 57, outcome.sqrtPrice);
  const amounts = [outcome.amountIn, outcome.amountOut, 0n, 0n, outcome.lpFee, outcome.protocolFee];
  amounts.forEach((amount, index) => {
    bytes.writeBigUInt64LE(amount, 73 + index * 8);
  });
  return bytes.toString("base64");
}
