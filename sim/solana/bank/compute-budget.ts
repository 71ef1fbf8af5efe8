import { COMPUTE_BUDGET_PROGRAM } from "../ids.ts";
import type { Message } from "./decode-transaction.ts";
import { VoidTransaction } from "./failures.ts";

/** What a transaction may use and what it pays for being taken in. */
export interface Budget {
  readonly unitLimit: number;
  /** On top of the base fee, for the limit and not for what is used. */
  readonly priorityLamports: bigint;
}

const BASE_FEE_LAMPORTS = 5_000n;
const UNITS_PER_INSTRUCTION = 200_000;
const MAX_UNITS = 1_400_000;
const MICRO = 1_000_000n;

/** First byte of the data: 1 heap frame u32, 2 unit limit u32, 3 unit price u64 in micro-lamports, 4 data size u32. */
const SIZES: Readonly<Record<number, number>> = { 1: 5, 2: 5, 3: 9, 4: 5 };

function requests(message: Message): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  message.instructions.forEach(({ program, data }, index) => {
    if (program !== COMPUTE_BUDGET_PROGRAM) return;
    const kind = data[0] ?? 0;
    if (SIZES[kind] !== data.length)
      throw new VoidTransaction({ InstructionError: [index, "InvalidInstructionData"] });
    if (found.has(kind)) throw new VoidTransaction("DuplicateInstruction");
    found.set(kind, Buffer.from(data));
  });
  return found;
}

/** Reads the budget; throws `VoidTransaction` for one that is malformed or asked for twice. */
export function budgetOf(message: Message): Budget {
  const asked = requests(message);
  if (message.config !== undefined) {
    const { unitLimit, priorityLamports } = message.config;
    return { unitLimit: Math.min(unitLimit, MAX_UNITS), priorityLamports };
  }
  const others = message.instructions.filter(({ program }) => program !== COMPUTE_BUDGET_PROGRAM).length;
  const unitLimit = Math.min(asked.get(2)?.readUInt32LE(1) ?? others * UNITS_PER_INSTRUCTION, MAX_UNITS);
  const price = asked.get(3)?.readBigUInt64LE(1) ?? 0n;
  return { unitLimit, priorityLamports: (price * BigInt(unitLimit) + MICRO - 1n) / MICRO };
}

/** 5,000 lamports a signature, and the priority fee: the unit price times the unit limit, rounded up. */
export function feeOf(message: Message, { priorityLamports }: Budget): bigint {
  return BASE_FEE_LAMPORTS * BigInt(message.header.signers) + priorityLamports;
}
