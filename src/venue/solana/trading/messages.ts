import { z } from "zod";

/**
 * Wire shapes of the private side of Solana's JSON-RPC, https://solana.com/docs/rpc/http. Only what is used
 * is read; counts are safe integers, so that one that JSON.parse has rounded is refused.
 */
const count = z.int().min(0);

/** {"context":{"slot":2792},"value":{"blockhash":"EkSn…","lastValidBlockHeight":3090}} */
export const latestBlockhash = z.object({
  context: z.object({ slot: count }),
  value: z.object({ blockhash: z.string().min(32).max(44), lastValidBlockHeight: count }),
});

/** [{"slot":348125,"prioritizationFee":1234}] in 1e-6 lamports a compute unit */
export const recentFees = z.array(z.object({ slot: count, prioritizationFee: count }));

/** {"absoluteSlot":166598,"blockHeight":166500,"epoch":27,…}: height and slot of one and the same block. */
export const epochInfo = z.object({ absoluteSlot: count, blockHeight: count });

/** "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d" */
export const genesisHash = z.string().min(32).max(44);

/** The signature of what was sent, base58. */
export const sentSignature = z.string();

/** {"context":{"slot":218},"value":{"err":null,"logs":["Program … success"],"unitsConsumed":45707,…}} */
export const simulation = z.object({
  value: z.object({ err: z.unknown(), unitsConsumed: count.nullish() }),
});

/**
 * {"context":{"slot":82},"value":[{"slot":48,"confirmations":null,"err":null,"status":{"Ok":null},
 *  "confirmationStatus":"finalized"},null]}
 */
const signatureStatus = z.object({
  slot: count,
  confirmations: count.nullable(),
  err: z.unknown(),
  confirmationStatus: z.enum(["processed", "confirmed", "finalized"]).nullish(),
});
export type SignatureStatus = z.infer<typeof signatureStatus>;

export const signatureStatuses = z.object({
  context: z.object({ slot: count }),
  value: z.array(signatureStatus.nullable()),
});

/**
 * {"accountIndex":7,"mint":"EPjF…","owner":"…","programId":"Tokenkeg…",
 *  "uiTokenAmount":{"amount":"4325437","decimals":6,…}}
 */
const tokenBalance = z.object({
  mint: z.string(),
  owner: z.string().optional(),
  uiTokenAmount: z.object({ amount: z.string().regex(/^\d{1,20}$/) }),
});
export type TokenBalance = z.infer<typeof tokenBalance>;

/** getTransaction with encoding "json"; null where it is not known at the asked commitment. */
export const transactionReply = z
  .object({
    slot: count,
    transaction: z.object({ signatures: z.array(z.string()).min(1) }),
    meta: z.object({
      err: z.unknown(),
      fee: count,
      logMessages: z.array(z.string()).nullish(),
      preTokenBalances: z.array(tokenBalance).nullish(),
      postTokenBalances: z.array(tokenBalance).nullish(),
    }),
  })
  .nullable();
export type TransactionReply = z.infer<typeof transactionReply>;

/** An account of getMultipleAccounts with its lamports, which are read for the wallet alone. */
export const accountsWithLamports = z.object({
  context: z.object({ slot: count }),
  value: z.array(
    z
      .object({ data: z.tuple([z.string(), z.literal("base64")]), owner: z.string(), lamports: z.number() })
      .nullable(),
  ),
});

/** {"jsonrpc":"2.0","id":3,"result":24006} to a signatureSubscribe. */
export const subscribed = z.object({ id: z.int(), result: z.int() });

/** {"jsonrpc":"2.0","method":"signatureNotification","params":{"result":{…},"subscription":24006}} */
export const signatureNotification = z.object({
  method: z.literal("signatureNotification"),
  params: z.object({ subscription: z.int() }),
});
