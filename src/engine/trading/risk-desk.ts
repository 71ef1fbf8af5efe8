import { encodeJson } from "#execution";
import type { VenueName } from "#model";
import {
  type ApprovalContext,
  approve,
  createRisk,
  mayStillSend,
  type Pause,
  type Proposal,
  type RiskApproved,
  type RiskEvent,
  type RiskLimits,
  type RiskRefused,
  type RiskState,
  type RiskView,
  scopeText,
  serializeRisk,
  stepRisk,
  viewRisk,
} from "#risk";
import type { Outbox } from "../outbox.ts";
import type { EventName, Tally } from "../tally.ts";
import type { JournalOutbox } from "./journal-outbox.ts";

export interface RiskDeskOptions {
  readonly limits: RiskLimits;
  readonly observeOnly: boolean;
  readonly journal: JournalOutbox;
  readonly out: Outbox;
  readonly events: Tally<EventName>;
}

/** A risk event without its time, which the desk knows. */
export type RiskFact = RiskEvent extends infer Event
  ? Event extends { readonly nowMs: number }
    ? Omit<Event, "nowMs">
    : never
  : never;

/** Holds the state of risk, and makes each change of it durable, logged, counted and told. */
export class RiskDesk {
  readonly #options: RiskDeskOptions;
  #state: RiskState;

  constructor(options: RiskDeskOptions) {
    this.#options = options;
    this.#state = this.#fresh(null, 0);
  }

  /** Goes on with what was kept. Throws ConfigError where that cannot be read. */
  restore(kept: string | null, nowMs: number): void {
    this.#state = this.#fresh(kept, nowMs);
    if (kept !== serializeRisk(this.#state)) this.#options.journal.risk(serializeRisk(this.#state));
  }

  get limits(): RiskLimits {
    return this.#state.limits;
  }

  /** Takes one event; answers why a resume was refused, [] otherwise. `why` is the operator's reason for resuming. */
  tell(fact: RiskFact, nowMs: number, why: string | null = null): readonly string[] {
    const { state, effects } = stepRisk(this.#state, { ...fact, nowMs } as RiskEvent);
    const before = this.#state;
    this.#state = state;
    let refused: readonly string[] = [];
    for (const effect of effects) {
      if (effect.kind === "changed") this.#changed();
      else if (effect.kind === "paused") this.#paused(effect.pause, before, nowMs);
      else if (effect.kind === "resumed") this.#resumed(effect.by, effect.pauses, nowMs, why);
      else refused = effect.causes;
    }
    return refused;
  }

  approve<Plan extends Proposal>(plan: Plan, context: ApprovalContext): RiskApproved<Plan> | RiskRefused {
    return approve(plan, this.#state, context);
  }

  mayStillSend(of: Pick<Proposal, "asset" | "pool" | "isInjected">): RiskRefused | null {
    return mayStillSend(this.#state, of);
  }

  view(nowMs: number): RiskView {
    return viewRisk(this.#state, nowMs);
  }

  #fresh(restored: string | null, nowMs: number): RiskState {
    const { limits, observeOnly } = this.#options;
    return createRisk({ limits, observeOnly, restored, nowMs });
  }

  #changed(): void {
    this.#options.journal.risk(serializeRisk(this.#state));
    this.#options.out.push({ kind: "risk" });
  }

  #paused(pause: Pause, before: RiskState, nowMs: number): void {
    // Pausing what is paused already answers with the standing pause and is no news.
    if (before.kept.pauses.includes(pause)) return;
    const { out, journal, events } = this.#options;
    events.add("risk.paused");
    const { reason, detail, by } = pause;
    const scope = scopeText(pause.scope);
    const fields = { scope, by, detail };
    out.push({ kind: "log", level: "warning", event: `Risk paused: ${reason}`, fields });
    out.push({ kind: "paused", reason });
    journal.audit({
      atMs: nowMs,
      by,
      action: "pause",
      before: null,
      after: encodeJson({ reason, scope, detail }),
    });
  }

  #resumed(by: string, pauses: readonly Pause[], nowMs: number, why: string | null): void {
    if (pauses.length === 0) return;
    const { out, journal, events } = this.#options;
    events.add("risk.resumed");
    const reasons = pauses.map(({ reason, scope }) => `${reason} (${scopeText(scope)})`);
    out.push({ kind: "log", level: "info", event: "Risk resumed", fields: { by, was: reasons.join(", ") } });
    journal.audit({
      atMs: nowMs,
      by,
      action: "resume",
      before: encodeJson(reasons),
      after: encodeJson({ why }),
    });
  }
}

/** One venue's silence, for the risk's tick. */
export function lifeOf(venue: VenueName, lastNs: number | null, nowNs: number) {
  return { venue, silentMs: lastNs === null ? null : Math.max(0, (nowNs - lastNs) / 1e6) };
}
