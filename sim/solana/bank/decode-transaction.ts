import type {
  Address,
  CompiledTransactionMessage,
  CompiledTransactionMessageWithLifetime,
} from "@solana/kit";
import { getCompiledTransactionMessageDecoder, getTransactionDecoder } from "@solana/kit";
import { base58 } from "../bytes.ts";
import type { LandedInstruction, MessageHeader } from "../chain/transaction-log.ts";

/** What a message asks for, whatever its version. */
export interface Message {
  readonly version: "legacy" | 0 | 1;
  readonly bytes: Uint8Array;
  readonly accounts: readonly Address[];
  readonly header: MessageHeader;
  readonly instructions: readonly LandedInstruction[];
  readonly blockhash: string;
  /** Version 1 says in the message what older ones say in instructions of the compute budget. */
  readonly config: { readonly unitLimit: number; readonly priorityLamports: bigint } | undefined;
  readonly usesLookupTables: boolean;
}

export interface SignedTransaction extends Message {
  /** The fee payer's signature in base58, known before anything is sent. */
  readonly signature: string;
  readonly coSignatures: readonly string[];
  /** By signer, in the message's order; null where a signature is missing. */
  readonly signatures: readonly (readonly [Address, Uint8Array | null])[];
}

/** Bytes on the wire at most: one packet for the older versions, four pages for version 1. */
const MAX_BYTES = { legacy: 1_232, 0: 1_232, 1: 4_096 } as const;
const NO_SIGNATURE = new Uint8Array(64);

type Compiled = CompiledTransactionMessage & CompiledTransactionMessageWithLifetime;

/** Bits of a version-1 message's mask, and its values in that order. */
function readConfig(compiled: Compiled): Message["config"] {
  if (compiled.version !== 1) return undefined;
  const values = [...compiled.configValues];
  const next = (isThere: boolean) => (isThere ? values.shift()?.value : undefined);
  const priorityLamports = BigInt(next((compiled.configMask & 0b11) === 0b11) ?? 0);
  return { priorityLamports, unitLimit: Number(next((compiled.configMask & 0b100) !== 0) ?? 0) };
}

interface PlacedInstruction {
  readonly program: number;
  readonly accounts: readonly number[];
  readonly data: Uint8Array;
}

function placedInstructions(compiled: Compiled): PlacedInstruction[] {
  if (compiled.version !== 1)
    return compiled.instructions.map((one) => ({
      program: one.programAddressIndex,
      accounts: one.accountIndices ?? [],
      data: new Uint8Array(one.data ?? []),
    }));
  return compiled.instructionHeaders.map((header, index) => ({
    program: header.programAccountIndex,
    accounts: compiled.instructionPayloads[index]?.instructionAccountIndices ?? [],
    data: new Uint8Array(compiled.instructionPayloads[index]?.instructionData ?? []),
  }));
}

/** Decodes the part that is signed. Throws where it is no message. */
export function decodeMessage(bytes: Uint8Array): Message {
  const compiled = getCompiledTransactionMessageDecoder().decode(bytes) as Compiled;
  const { staticAccounts: accounts, version, header } = compiled;
  const at = (place: number): Address => {
    const account = accounts[place];
    if (account === undefined) throw new RangeError("index out of bounds");
    return account;
  };
  const tables = "addressTableLookups" in compiled ? (compiled.addressTableLookups ?? []) : [];
  const usesLookupTables = tables.length > 0;
  return {
    version,
    bytes,
    accounts,
    header: {
      signers: header.numSignerAccounts,
      readonlySigners: header.numReadonlySignerAccounts,
      readonlyOthers: header.numReadonlyNonSignerAccounts,
    },
    instructions: usesLookupTables
      ? []
      : placedInstructions(compiled).map((one) => ({
          program: at(one.program),
          accounts: one.accounts.map(at),
          data: one.data,
        })),
    blockhash: compiled.lifetimeToken,
    config: readConfig(compiled),
    usesLookupTables,
  };
}

/** Decodes a transaction as it is sent. Throws where it is none, or larger than its version allows. */
export function decodeTransaction(bytes: Uint8Array): SignedTransaction {
  const { messageBytes, signatures } = getTransactionDecoder().decode(bytes);
  const message = decodeMessage(new Uint8Array(messageBytes));
  const most = MAX_BYTES[message.version];
  if (bytes.length > most) throw new RangeError(`too large: ${bytes.length} bytes (max: ${most} bytes)`);
  const entries = Object.entries(signatures) as [Address, Uint8Array | null][];
  const [signature, ...coSignatures] = entries.map(([, bytes]) => base58(bytes ?? NO_SIGNATURE));
  if (signature === undefined) throw new RangeError("no signature");
  return { ...message, signature, coSignatures, signatures: entries };
}

export function isSigner({ header }: Message, place: number): boolean {
  return place < header.signers;
}

export function isWritable({ header, accounts }: Message, place: number): boolean {
  if (place < header.signers) return place < header.signers - header.readonlySigners;
  return place < accounts.length - header.readonlyOthers;
}
