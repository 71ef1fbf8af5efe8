import type { Address } from "@solana/kit";
import { isAddress } from "@solana/kit";
import { z } from "zod";
import type { Block } from "../chain/block-log.ts";
import type { Chain } from "../chain/chain.ts";
import { invalidParams, minContextSlotNotReached } from "./errors.ts";

/** The configuration objects that requests carry as their last parameter; unknown fields are ignored. */
export const commitment = z.enum(["processed", "confirmed", "finalized"]);
export const contextConfig = z.object({
  commitment: commitment.default("finalized"),
  minContextSlot: z.number().int().min(0).optional(),
});
export const accountConfig = contextConfig.extend({
  encoding: z.enum(["base58", "base64", "base64+zstd", "jsonParsed"]).optional(),
  dataSlice: z.object({ offset: z.number().int().min(0), length: z.number().int().min(0) }).optional(),
});
export type AccountConfig = z.infer<typeof accountConfig>;

/** 32 bytes in base58. */
export const pubkey = z.custom<Address>((value) => typeof value === "string" && isAddress(value), {
  message: "Invalid pubkey",
});

/** Checks one positional parameter; throws the node's "invalid params" that names its place. */
export function param<S extends z.ZodType>(schema: S, params: readonly unknown[], place: number): z.infer<S> {
  const parsed = schema.safeParse(params[place]);
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues[0];
  throw invalidParams(
    `parameter ${place}: ${problem?.path.join(".") ?? ""} ${problem?.message ?? "invalid"}`,
  );
}

/** As `param`, for a configuration object that may be left out or null. */
export function config<S extends z.ZodType>(
  schema: S,
  params: readonly unknown[],
  place: number,
): z.infer<S> {
  return param(schema, [params[place] ?? {}], 0);
}

/** The block that a request reads, or the refusal where the node has not reached its least slot. */
export function readBlock(chain: Chain, request: z.infer<typeof contextConfig>): Block {
  const block = chain.view(request.commitment);
  if (request.minContextSlot !== undefined && block.slot < request.minContextSlot)
    throw minContextSlotNotReached(block.slot);
  return block;
}

export const API_VERSION = "3.1.2";

/** A value with the slot that it is of. */
export function inContext(slot: number, value: unknown) {
  return { context: { apiVersion: API_VERSION, slot }, value };
}
