import { createPublicKey, verify } from "node:crypto";
import type { Address } from "@solana/kit";
import { addressBytes } from "../bytes.ts";
import type { SignedTransaction } from "./decode-transaction.ts";

/** What stands before the 32 bytes of an Ed25519 public key in its DER form. */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

function isSignedBy(signer: Address, message: Uint8Array, signature: Uint8Array): boolean {
  const key = Buffer.concat([SPKI_PREFIX, addressBytes(signer)]);
  return verify(null, message, createPublicKey({ key, format: "der", type: "spki" }), signature);
}

/** Whether every signer of the message has signed these very bytes. */
export function areSignaturesValid({ signatures, bytes }: SignedTransaction): boolean {
  return signatures.every(
    ([signer, signature]) => signature !== null && isSignedBy(signer, bytes, signature),
  );
}
