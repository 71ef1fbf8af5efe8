import type { AccessChange, AccessState, WaitingNote } from "./state.ts";

/** Where users, sessions and keys are kept. Throws and rejects with ConnectivityError where the disk is away. */
export interface AccessStore {
  /** Of what is on the disk now, whichever process wrote it; asked at each request, so it must cost microseconds. */
  revision(): number;
  read(): AccessState;
  /**
   * Writes all changes at once, or none where the revision is no longer `onto`: then it resolves with false, and
   * whoever decided decides again on what is there now.
   */
  commit(changes: readonly AccessChange[], onto: number): Promise<boolean>;
  /** Notes that are not in the audit log yet, oldest first. */
  notes(): Promise<readonly WaitingNote[]>;
  /** These and all before them are in the audit log. */
  forgetNotes(upToSeq: number): Promise<void>;
}
