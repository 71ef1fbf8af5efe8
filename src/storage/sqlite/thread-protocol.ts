import { ConfigError, ConnectivityError, InvariantError, type TandemError } from "#model";
import type { Upgrade } from "../upgrade.ts";

/** What a database's thread is asked and answers; structured clone keeps bigint and null as they are. */
export interface ThreadRequest {
  readonly id: number;
  /** A method of what the thread serves. */
  readonly operation: string;
  readonly args: readonly unknown[];
}

/** Errors cross threads without their class, so the class travels by name. */
export interface ThreadFailure {
  readonly kind: "config" | "connectivity" | "invariant";
  readonly code: string;
  readonly message: string;
}

export type ThreadAnswer =
  | { readonly kind: "ready"; readonly upgrade: Upgrade | null }
  | { readonly kind: "not-opened"; readonly failure: ThreadFailure }
  | { readonly kind: "done"; readonly id: number; readonly result: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly failure: ThreadFailure };

/**
 * Result codes that say something of the disk, the file or another process rather than of the row:
 * busy, locked, no memory, read-only, interrupted, I/O, corrupt, full, cannot open, no lock protocol.
 * https://sqlite.org/rescode.html
 */
const STORAGE_AWAY = new Set([5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26]);

export function toFailure(error: unknown): ThreadFailure {
  if (error instanceof ConfigError) return { kind: "config", code: error.code, message: error.message };
  if (error instanceof ConnectivityError)
    return { kind: "connectivity", code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  const extended = error instanceof Error && "errcode" in error ? Number(error.errcode) : 0;
  // The low byte of an extended result code is the primary one.
  if (STORAGE_AWAY.has(extended & 0xff)) return { kind: "connectivity", code: "storage-away", message };
  if (error instanceof InvariantError) return { kind: "invariant", code: error.code, message };
  return { kind: "invariant", code: "storage-row", message };
}

export function fromFailure(failure: ThreadFailure): TandemError {
  if (failure.kind === "config") return new ConfigError(failure.code, failure.message);
  if (failure.kind === "connectivity") return new ConnectivityError(failure.code, failure.message);
  return new InvariantError(failure.code, failure.message);
}
