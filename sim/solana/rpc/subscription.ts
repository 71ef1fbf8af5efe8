import type { Address } from "@solana/kit";
import { getBase58Encoder } from "@solana/kit";
import { z } from "zod";
import type { Commitment } from "../chain/chain.ts";
import { invalidParams } from "./errors.ts";
import type { AccountConfig } from "./params.ts";
import { accountConfig, commitment, config, param, pubkey } from "./params.ts";

type Encoding = Pick<AccountConfig, "encoding" | "dataSlice">;

/** An account matches where it has this size, or these bytes at this offset. */
export type ProgramFilter = { dataSize: number } | { memcmp: { offset: number; bytes: Uint8Array } };

export type Subscription =
  | { kind: "slot"; commitment: "processed" }
  | { kind: "account"; commitment: Commitment; key: Address; encoding: Encoding }
  | {
      kind: "program";
      commitment: Commitment;
      program: Address;
      filters: readonly ProgramFilter[];
      encoding: Encoding;
    }
  | { kind: "logs"; commitment: Commitment; mentions: Address | undefined }
  | { kind: "signature"; commitment: Commitment; signature: string };

/** Base58 could fail on an account that grows later, when there is no one left to refuse. */
const notifiedConfig = accountConfig.extend({
  encoding: z.enum(["base64", "base64+zstd"], {
    message: "this node notifies in base64 or base64+zstd only",
  }),
});
const logsFilter = z.union([
  z.enum(["all", "allWithVotes"]),
  z.object({ mentions: z.tuple([pubkey], { message: "Only 1 address supported" }) }),
]);
const commitmentOnly = z.object({ commitment: commitment.default("finalized") });
const memcmp = z.object({
  offset: z.number().int().min(0),
  bytes: z.string(),
  encoding: z.enum(["base58", "base64"]).default("base58"),
});
const programConfig = notifiedConfig.extend({
  filters: z
    .array(z.union([z.object({ dataSize: z.number().int() }), z.object({ memcmp })]))
    .max(4)
    .default([]),
});

function base58Bytes(text: string): Uint8Array {
  try {
    return new Uint8Array(getBase58Encoder().encode(text));
  } catch {
    throw invalidParams("memcmp bytes are not base58");
  }
}

function readFilter(filter: z.infer<typeof programConfig>["filters"][number]): ProgramFilter {
  if ("dataSize" in filter) return filter;
  const { offset, bytes, encoding } = filter.memcmp;
  const decoded = encoding === "base64" ? Buffer.from(bytes, "base64") : base58Bytes(bytes);
  return { memcmp: { offset, bytes: decoded } };
}

/** What each `...Subscribe` method asks for; a bad parameter throws `RpcError`. */
export const subscribers: Readonly<Record<string, (params: readonly unknown[]) => Subscription>> = {
  slotSubscribe: () => ({ kind: "slot", commitment: "processed" }),
  accountSubscribe(params) {
    const key = param(pubkey, params, 0);
    const { commitment, ...encoding } = config(notifiedConfig, params, 1);
    return { kind: "account", commitment, key, encoding };
  },
  programSubscribe(params) {
    const program = param(pubkey, params, 0);
    const { commitment, filters, ...encoding } = config(programConfig, params, 1);
    return { kind: "program", commitment, program, filters: filters.map(readFilter), encoding };
  },
  logsSubscribe(params) {
    const filter = param(logsFilter, params, 0);
    const { commitment } = config(commitmentOnly, params, 1);
    return {
      kind: "logs",
      commitment,
      mentions: typeof filter === "string" ? undefined : filter.mentions[0],
    };
  },
  signatureSubscribe(params) {
    const signature = param(z.string().min(64).max(88), params, 0);
    const { commitment } = config(commitmentOnly, params, 1);
    return { kind: "signature", commitment, signature };
  },
};
