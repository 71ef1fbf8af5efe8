import { z } from "zod";

/**
 * Wire shapes of Solana's JSON-RPC, https://solana.com/docs/rpc (http and websocket).
 * Only what is used is read: `lamports` and `rentEpoch` may pass 2^53 and are left alone on purpose.
 */

/** Slots stay far below 2^53; `int` refuses a value that JSON.parse has rounded. */
const slot = z.int().min(0);

/**
 * {"data":["P5XRDO…","base64"],"executable":false,"lamports":5435760,
 *  "owner":"whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc","rentEpoch":18446744073709551615,"space":653}
 */
export const wireAccount = z.object({
  data: z.tuple([z.string(), z.literal("base64")]),
  owner: z.string(),
  space: z.int().min(0).optional(),
});
export type WireAccount = z.infer<typeof wireAccount>;

/** Result of getMultipleAccounts: {"context":{"apiVersion":"3.0.1","slot":365795240},"value":[{…},null]} */
export const multipleAccounts = z.object({
  context: z.object({ slot }),
  value: z.array(wireAccount.nullable()),
});

/** Result of getSlot: 365795240 */
export const slotResult = slot;

/**
 * {"jsonrpc":"2.0","method":"accountNotification","params":{"result":{"context":{"slot":5199307},
 *  "value":{"data":["…","base64"],"executable":false,"lamports":33594,"owner":"…","rentEpoch":635,"space":653}},
 *  "subscription":23784}}
 */
const accountNotification = z.object({
  method: z.literal("accountNotification"),
  params: z.object({
    subscription: z.int(),
    result: z.object({ context: z.object({ slot }), value: wireAccount }),
  }),
});

/** {"jsonrpc":"2.0","method":"slotNotification","params":{"result":{"parent":75,"root":44,"slot":76},"subscription":0}} */
const slotNotification = z.object({
  method: z.literal("slotNotification"),
  params: z.object({ subscription: z.int(), result: z.object({ slot, parent: slot }) }),
});

/** {"jsonrpc":"2.0","result":23784,"id":1}; an unsubscribe is answered with true. */
const reply = z.object({ id: z.int(), result: z.union([z.int(), z.boolean()]) });

/** {"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid Request: …"},"id":1} */
const errorReply = z.object({
  id: z.int().nullable(),
  error: z.object({ code: z.int(), message: z.string() }),
});

/** What one frame of the socket says. */
export type Frame =
  | {
      readonly kind: "account";
      readonly subscription: number;
      readonly slot: number;
      readonly account: WireAccount;
    }
  | { readonly kind: "slot"; readonly subscription: number; readonly slot: number }
  | { readonly kind: "reply"; readonly id: number; readonly result: number | boolean }
  | { readonly kind: "error"; readonly id: number | null; readonly message: string }
  | { readonly kind: "refused"; readonly reason: string };

/** Reads one frame; anything that is not exactly a known shape is a refusal that says where it differs. */
export function readFrame(text: string): Frame {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: "refused", reason: "not JSON" };
  }
  if (typeof json !== "object" || json === null) return { kind: "refused", reason: "not an object" };
  if ("method" in json) return readNotification(json.method, json);
  return "error" in json ? readError(json) : readReply(json);
}

function readNotification(method: unknown, json: object): Frame {
  if (method === "accountNotification") {
    const parsed = accountNotification.safeParse(json);
    if (!parsed.success) return refuse(parsed.error);
    const { subscription, result } = parsed.data.params;
    return { kind: "account", subscription, slot: result.context.slot, account: result.value };
  }
  if (method === "slotNotification") {
    const parsed = slotNotification.safeParse(json);
    if (!parsed.success) return refuse(parsed.error);
    return {
      kind: "slot",
      subscription: parsed.data.params.subscription,
      slot: parsed.data.params.result.slot,
    };
  }
  return { kind: "refused", reason: `unknown method ${String(method).slice(0, 40)}` };
}

function readReply(json: object): Frame {
  const parsed = reply.safeParse(json);
  return parsed.success ? { kind: "reply", ...parsed.data } : refuse(parsed.error);
}

function readError(json: object): Frame {
  const parsed = errorReply.safeParse(json);
  if (!parsed.success) return refuse(parsed.error);
  const { code, message } = parsed.data.error;
  return { kind: "error", id: parsed.data.id, message: `${code} ${message.slice(0, 120)}` };
}

function refuse(error: z.ZodError): Frame {
  const issue = error.issues[0];
  return { kind: "refused", reason: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unexpected"}` };
}
