import type { Address } from "@solana/kit";
import type { PoolState } from "../program/pool-state.ts";
import { InstructionFailure } from "./failures.ts";
import type { WorkingAccounts } from "./working-accounts.ts";

export interface GivenAccount {
  readonly address: Address;
  readonly isSigner: boolean;
  readonly isWritable: boolean;
}

/** A pool after a swap, for the engine that the other traders trade with. */
export interface SwappedPool {
  readonly state: PoolState;
  readonly vaults: Readonly<Record<"a" | "b", bigint>>;
}

/** What a program is given when an instruction calls it. */
export interface Invocation {
  readonly program: Address;
  readonly given: readonly GivenAccount[];
  readonly data: Buffer;
  readonly accounts: WorkingAccounts;
  readonly blockTimeSec: bigint;
  /** The pool has moved against this transaction so far that a tight threshold does not hold. */
  readonly adverse: boolean;
  readonly meter: Meter;
  swapped(pool: SwappedPool): void;
}

export type Program = (invocation: Invocation) => void;

/** Counts compute units and keeps the log of one transaction. */
export interface Meter {
  readonly logs: readonly string[];
  readonly consumed: number;
  log(line: string): void;
  /** Throws the failure that ends a transaction where the limit does not allow so many more units. */
  consume(units: number): void;
  /** Runs a program inside its `invoke` and `success` or `failed` lines; `depth` is 1 for an instruction. */
  invoke(program: Address, depth: number, run: () => void): void;
}

export function createMeter(unitLimit: number): Meter {
  const logs: string[] = [];
  let consumed = 0;
  const meter: Meter = {
    logs,
    get consumed() {
      return consumed;
    },
    log: (line) => void logs.push(line),
    consume(units) {
      consumed = Math.min(consumed + units, unitLimit + 1);
      if (consumed <= unitLimit) return;
      consumed = unitLimit;
      logs.push("Program log: exceeded CUs meter at BPF instruction");
      throw new InstructionFailure("ComputationalBudgetExceeded");
    },
    invoke(program, depth, run) {
      const before = consumed;
      logs.push(`Program ${program} invoke [${depth}]`);
      try {
        run();
      } catch (error) {
        if (error instanceof InstructionFailure) logs.push(`Program ${program} failed: ${error.message}`);
        throw error;
      }
      if (consumed > before)
        logs.push(`Program ${program} consumed ${consumed - before} of ${unitLimit - before} compute units`);
      logs.push(`Program ${program} success`);
    },
  };
  return meter;
}
