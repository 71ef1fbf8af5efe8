import type { Engine } from "#engine";
import type { VenueName } from "#model";
import { systemClock as clock } from "#system";
import type { StormPlan } from "./storm-plan.ts";
import type { StormReport } from "./storm-report.ts";

/** Measures for each act how long after its end a venue's last book or pool was live again. */
export class Recovery {
  readonly #storm: StormPlan;
  readonly #report: StormReport;
  readonly #say: (line: string) => void;
  #index = 0;
  #pending: Set<VenueName> | null = null;

  constructor(storm: StormPlan, report: StormReport, say: (line: string) => void) {
    this.#storm = storm;
    this.#report = report;
    this.#say = say;
  }

  sample(nowMs: number, engine: Engine): void {
    const act = this.#storm.acts[this.#index];
    if (act === undefined || nowMs < act.endMs + 100) return;
    this.#pending ??= new Set(act.faults.map(({ venue }) => venue));
    for (const { venue, connected, live, wanted } of engine.view(clock.monotonicNs()).venues) {
      if (!this.#pending.has(venue) || !connected || live < wanted) continue;
      this.#pending.delete(venue);
      this.#note(act.name, venue, nowMs - act.endMs);
    }
    const next = this.#storm.acts[this.#index + 1]?.startMs ?? this.#storm.totalMs;
    if (this.#pending.size > 0 && nowMs < next - 100) return;
    for (const venue of this.#pending) this.#note(act.name, venue, null);
    this.#pending = null;
    this.#index += 1;
  }

  #note(act: string, venue: VenueName, ms: number | null): void {
    this.#report.recoveries.push({ act, venue, ms });
    this.#say(
      `${act}: ${venue} ${ms === null ? "did NOT recover" : `live ${ms.toFixed(0)} ms after the end`}`,
    );
  }
}
