import { z } from "zod";
import { AMOUNT_DECIMALS, parseDecimal } from "#model";

/** An exact decimal as 1e-18. */
const amount = z.string().transform((text) => parseDecimal(text, AMOUNT_DECIMALS, "exact"));
const side = z.enum(["buy", "sell"]);

/** `GET /truth` of the stand-ins: what really happened, whatever anybody was told. Amounts in 1e-18. */
const truth = z.object({
  gemini: z.object({
    balances: z.record(z.string(), amount),
    orders: z.array(
      z.object({
        client_order_id: z.string(),
        order_id: z.string(),
        symbol: z.string(),
        side,
        executed: amount,
        state: z.string(),
      }),
    ),
    fills: z.array(z.object({ order_id: z.string(), price: amount, quantity: amount, fee: amount })),
  }),
  solana: z.object({
    balances: z.record(z.string(), amount),
    transactions: z.array(
      z.object({
        signature: z.string(),
        status: z.enum(["landed", "failed"]),
        deltas: z.record(z.string(), amount),
        fee_lamports: z.string().transform(BigInt),
      }),
    ),
  }),
});

export type Truth = z.infer<typeof truth>;
export type TrueOrder = Truth["gemini"]["orders"][number];
export type TrueTransaction = Truth["solana"]["transactions"][number];

/** Reads the page. Throws where it is not what the stand-ins publish. */
export function readTruth(page: unknown): Truth {
  return truth.parse(page);
}
