import type { BackendOptions } from "../backend-options.ts";
import type { Finding } from "./finding.ts";
import type { VenueFacts } from "./venue-facts.ts";

/** What every check may look at. Nothing here can send an order or a transaction. */
export interface Patient {
  /** What a backend would be started with. */
  readonly backend: BackendOptions;
  /** Asked once for all checks that need them. */
  readonly venues: VenueFacts;
  /** The process that runs over this DATA_DIR; null where none does. */
  readonly runningPid: number | null;
  /** Why no venue is asked; null where they are. */
  readonly whyNoVenues: string | null;
}

/** One thing to look at. Rejecting is a failure of the check, in the error's words. */
export interface Check {
  readonly name: string;
  /** What to do where it cannot be told or takes too long. */
  readonly advice: string;
  run(patient: Patient, signal: AbortSignal): Promise<Finding | readonly Finding[]>;
}

/** A check that is left out where no venue is asked. */
export function venueCheck(check: Check): Check {
  return {
    ...check,
    run: (patient, signal) =>
      patient.whyNoVenues === null
        ? check.run(patient, signal)
        : Promise.resolve({ check: check.name, state: "skipped", seen: patient.whyNoVenues, advice: null }),
  };
}
