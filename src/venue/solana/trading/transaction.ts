import { getBase58Decoder, type Instruction } from "@solana/kit";
import type { SignedSwap } from "#model";
import type { Lifetime } from "./blockhash-cache.ts";
import { computeBudgetInstructions, feeLamports } from "./compute-budget.ts";
import type { Wallet } from "./wallet.ts";

/** What a transaction is made of, beside its signer. */
export interface TransactionParts {
  readonly instruction: Instruction;
  readonly lifetime: Lifetime;
  readonly unitLimit: number;
  /** 1e-6 lamports for each unit of the limit. */
  readonly unitPrice: bigint;
}

const base58 = getBase58Decoder();
const SIGNATURE_BYTES = 64;

function compile(
  { instruction, lifetime, unitLimit, unitPrice }: TransactionParts,
  wallet: Wallet,
): Uint8Array {
  const instructions = [...computeBudgetInstructions(unitLimit, unitPrice), instruction];
  return wallet.compiler.compile(instructions, lifetime.blockhash);
}

/** A transaction with one signature: their count, the signature, the message. */
function wireOf(signature: Uint8Array, message: Uint8Array): string {
  return Buffer.concat([Uint8Array.of(1), signature, message]).toString("base64");
}

/** Builds and signs in this turn. The same parts give the same signature: Ed25519 has no chance in it. */
export function signSwap(parts: TransactionParts, wallet: Wallet): SignedSwap {
  const message = compile(parts, wallet);
  const signature = wallet.sign(message);
  return {
    signature: base58.decode(signature),
    wire: wireOf(signature, message),
    blockhash: parts.lifetime.blockhash,
    lastValidBlockHeight: parts.lifetime.lastValidBlockHeight,
    feeLimitLamports: feeLamports(parts.unitLimit, parts.unitPrice),
  };
}

/** The same for a simulation, which checks no signature: nothing that could be sent by mistake. */
export function unsignedWire(parts: TransactionParts, wallet: Wallet): string {
  return wireOf(new Uint8Array(SIGNATURE_BYTES), compile(parts, wallet));
}

/** First signature of a wire transaction with one signer, base58; null where it is something else. */
export function signatureOf(wire: string): string | null {
  const bytes = Buffer.from(wire, "base64");
  if (bytes[0] !== 1 || bytes.length <= SIGNATURE_BYTES) return null;
  return base58.decode(new Uint8Array(bytes.subarray(1, 1 + SIGNATURE_BYTES)));
}
