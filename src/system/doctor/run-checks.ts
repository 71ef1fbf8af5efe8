import type { Timers } from "#model";
import type { Check, Patient } from "./check.ts";
import { type Finding, failed, wordsOf } from "./finding.ts";

export interface RunOptions {
  readonly timers: Timers;
  /** For one check. */
  readonly withinMs: number;
  /** Told every two seconds what is still being looked at. */
  readonly onWaiting: (names: readonly string[]) => void;
}

const TELL_EVERY_MS = 2_000;

/** Runs all of them at the same time, each bounded; the findings come in the order of the checks. Never rejects. */
export async function runChecks(
  checks: readonly Check[],
  patient: Patient,
  { timers, withinMs, onWaiting }: RunOptions,
): Promise<readonly Finding[]> {
  const pending = new Set(checks.map(({ name }) => name));
  const stopTelling = timers.every(TELL_EVERY_MS, () => onWaiting([...pending]));
  try {
    const found = await Promise.all(
      checks.map(async (check) => {
        const findings = await runOne(check, patient, { timers, withinMs });
        pending.delete(check.name);
        return findings;
      }),
    );
    return found.flat();
  } finally {
    stopTelling();
  }
}

async function runOne(
  check: Check,
  patient: Patient,
  { timers, withinMs }: Pick<RunOptions, "timers" | "withinMs">,
): Promise<readonly Finding[]> {
  const stop = new AbortController();
  const late = Promise.withResolvers<Finding>();
  const cancel = timers.after(withinMs, () => {
    late.resolve(failed(check.name, `no answer within ${withinMs / 1e3} s`, check.advice));
    stop.abort();
  });
  try {
    const found = await Promise.race([check.run(patient, stop.signal), late.promise]);
    return [found].flat();
  } catch (error) {
    return [failed(check.name, wordsOf(error), check.advice)];
  } finally {
    cancel();
  }
}
