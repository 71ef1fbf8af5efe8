import { AccountRole, type Address, getAddressEncoder, type Instruction } from "@solana/kit";
import { InvariantError } from "#model";

const encoder = getAddressEncoder();
const VERSION_0 = 0x80;
const TWO_BYTES_FROM = 128;

/**
 * Compiles a v0 message with one signer, who pays, and without lookup tables: 0x80; how many accounts sign,
 * sign read-only, and are read-only; the accounts (signer, writable, read-only); the blockhash; for each
 * instruction its program, accounts by place, and data. Counts are one byte up to 127. See
 * https://solana.com/docs/core/transactions. Kit makes the same, but takes milliseconds where a swap has few:
 * here the bytes of an address are worked out once.
 */
export class MessageCompiler {
  readonly #signer: Address;
  readonly #bytesByAddress = new Map<string, Uint8Array>();

  constructor(signer: Address) {
    this.#signer = signer;
  }

  /** Throws InvariantError where a count needs two bytes or somebody else has to sign. */
  compile(instructions: readonly Instruction[], blockhash: string): Uint8Array {
    const { writable, readonly } = this.#accountsOf(instructions);
    const accounts = [this.#signer, ...writable, ...readonly];
    const places = new Map(accounts.map((account, place) => [account, place]));
    return Buffer.concat([
      Uint8Array.of(VERSION_0, 1, 0, readonly.length, count(accounts.length)),
      ...accounts.map((account) => this.#bytesOf(account)),
      new Uint8Array(encoder.encode(blockhash as Address)),
      Uint8Array.of(count(instructions.length)),
      ...instructions.flatMap((instruction) => instructionParts(instruction, places)),
      Uint8Array.of(0),
    ]);
  }

  #accountsOf(instructions: readonly Instruction[]): { writable: Address[]; readonly: Address[] } {
    const writable = new Set<Address>();
    const all = new Set<Address>();
    for (const { programAddress, accounts = [] } of instructions) {
      for (const { address, role } of accounts) {
        if (role >= AccountRole.READONLY_SIGNER && address !== this.#signer) {
          throw new InvariantError("foreign-signer", `${address} has to sign, too`);
        }
        all.add(address);
        if (role === AccountRole.WRITABLE) writable.add(address);
      }
      all.add(programAddress);
    }
    all.delete(this.#signer);
    return { writable: [...writable], readonly: [...all].filter((account) => !writable.has(account)) };
  }

  #bytesOf(address: Address): Uint8Array {
    const known = this.#bytesByAddress.get(address);
    if (known !== undefined) return known;
    const bytes = new Uint8Array(encoder.encode(address));
    this.#bytesByAddress.set(address, bytes);
    return bytes;
  }
}

function instructionParts(
  { programAddress, accounts = [], data }: Instruction,
  places: ReadonlyMap<Address, number>,
): Uint8Array[] {
  const placeOf = (address: Address): number => places.get(address) ?? 0;
  const bytes = new Uint8Array(data ?? []);
  return [
    Uint8Array.of(placeOf(programAddress), count(accounts.length)),
    Uint8Array.from(accounts, ({ address }) => placeOf(address)),
    Uint8Array.of(count(bytes.length)),
    bytes,
  ];
}

function count(value: number): number {
  if (value >= TWO_BYTES_FROM)
    throw new InvariantError("too-many", `${value} do not fit one byte of a message`);
  return value;
}
