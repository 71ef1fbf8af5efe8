import type { DexEvidence, DexIntent } from "#model";
import { ExpiryProof } from "./expiry-proof.ts";
import { type Landing, sameLanding } from "./landing.ts";
import type { SignatureStatus } from "./messages.ts";

/** Evidence, without whom it is about and when it was learnt. */
export type Finding = Unlearnt<DexEvidence>;
type Unlearnt<Evidence> = Evidence extends DexEvidence ? Omit<Evidence, "attemptId" | "atMs"> : never;

export type Commitment = "confirmed" | "finalized";

/** A finalized block and its height. */
export interface FinalizedPoint {
  readonly slot: number;
  readonly height: number;
}

/** One provider's answer about one signature, its history searched. */
export interface StatusAnswer {
  readonly contextSlot: number;
  readonly status: SignatureStatus | null;
  /** What the same provider had called finalized before it was asked; null where it was not asked that. */
  readonly finalized: FinalizedPoint | null;
}

/** What the follower has to look up next. */
export type Step =
  | { readonly kind: "none" }
  /** The transaction is in a block: read what it did. */
  | { readonly kind: "read"; readonly commitment: Commitment; readonly slot: number }
  /** It can no longer land and has no status: look for it in this provider's history. */
  | { readonly kind: "search"; readonly finalized: FinalizedPoint; readonly contextSlot: number };

interface Sighting {
  readonly landing: Landing;
  /** Latest slot as of which a provider knew of it. */
  knownAt: number;
  /** Slots as of which a provider knew nothing of it since. */
  readonly absentAt: Set<number>;
}

const NONE: Step = { kind: "none" };
const ABSENCES = 2;

/**
 * What is known of one signed swap, and what it takes to know more. Pure: answers go in, findings come out
 * of `say`, each once. Silence and errors are no answers; a null is evidence only past the slot in question.
 */
export class Pursuit {
  readonly intent: DexIntent;
  readonly #say: (finding: Finding) => void;
  readonly #proof: ExpiryProof;
  #sighting: Sighting | null = null;
  /** As of this slot it had vanished: what a node says as of earlier ones is of the past. */
  #vanishedAt = -1;
  #acked = false;
  #unknown = false;
  #done = false;

  constructor(intent: DexIntent, providers: number, say: (finding: Finding) => void) {
    this.intent = intent;
    this.#say = say;
    this.#proof = new ExpiryProof(providers);
  }

  get isOpen(): boolean {
    return !this.#done;
  }

  /** False while it is known to be in a block: then nothing needs to be sent again. */
  get wantsSending(): boolean {
    return !this.#done && this.#sighting === null;
  }

  /** True where a provider's hint may be followed; after a vanishing only statuses with their slot count. */
  get trustsHints(): boolean {
    return !this.#done && this.#vanishedAt < 0;
  }

  accepted(provider: string): void {
    if (this.#done || this.#acked) return;
    this.#acked = true;
    this.#say({ kind: "dex-acked", provider });
  }

  /** A round of sending brought no acceptance; whether anyone took the bytes is unknown. */
  unanswered(reason: string): void {
    if (this.#done || this.#acked || this.#unknown) return;
    this.#unknown = true;
    this.#say({ kind: "dex-unknown", reason });
  }

  onStatus(answer: StatusAnswer): Step {
    if (this.#done || answer.contextSlot <= this.#vanishedAt) return NONE;
    return answer.status === null ? this.#onNull(answer) : this.#onKnown(answer.status, answer.contextSlot);
  }

  /** The record of the transaction was read at this commitment. */
  onLanding(commitment: Commitment, landing: Landing): void {
    if (this.#done) return;
    this.#proof.disprove();
    const before = this.#sighting?.landing;
    if (before !== undefined && !sameLanding(before, landing)) {
      this.#vanish(`it landed again, in slot ${landing.slot} instead of ${before.slot}`, this.#vanishedAt);
    }
    if (this.#sighting === null) {
      this.#sighting = { landing, knownAt: landing.slot, absentAt: new Set() };
      this.#say({ kind: "dex-landed", commitment: "confirmed", ...landing });
    }
    if (commitment === "confirmed") return;
    this.#done = true;
    this.#say({ kind: "dex-landed", commitment, ...landing });
  }

  /** A provider's history, searched after a null past the end of its life, holds no such transaction. */
  onAbsent(provider: number, contextSlot: number, { height }: FinalizedPoint): void {
    if (this.#done || this.#sighting !== null) return;
    const detail = this.#proof.add(provider, contextSlot);
    if (detail === null) return;
    this.#done = true;
    this.#say({ kind: "dex-expired", finalizedHeight: height, detail });
  }

  #onKnown(status: SignatureStatus, contextSlot: number): Step {
    this.#proof.disprove();
    const level = levelOf(status);
    if (this.#sighting?.landing.slot === status.slot) {
      this.#sighting.absentAt.clear();
      this.#sighting.knownAt = Math.max(this.#sighting.knownAt, contextSlot);
      return level === "finalized" ? { kind: "read", commitment: level, slot: status.slot } : NONE;
    }
    return level === "processed" ? NONE : { kind: "read", commitment: level, slot: status.slot };
  }

  #onNull({ contextSlot, finalized }: StatusAnswer): Step {
    if (this.#sighting !== null) this.#onAbsence(this.#sighting, contextSlot);
    if (this.#sighting !== null || finalized === null) return NONE;
    const { lastValidBlockHeight } = this.intent.signed;
    const isOver = finalized.height > lastValidBlockHeight && contextSlot >= finalized.slot;
    return isOver ? { kind: "search", finalized, contextSlot } : NONE;
  }

  #onAbsence(sighting: Sighting, contextSlot: number): void {
    if (contextSlot <= sighting.knownAt) return; // a node that lags has not seen that block yet
    sighting.absentAt.add(contextSlot);
    if (sighting.absentAt.size < ABSENCES) return;
    const slots = [...sighting.absentAt].join(" and ");
    this.#vanish(`seen in slot ${sighting.landing.slot}, absent as of slots ${slots}`, contextSlot);
  }

  #vanish(reason: string, asOfSlot: number): void {
    this.#sighting = null;
    this.#vanishedAt = asOfSlot;
    this.#say({ kind: "dex-vanished", reason });
  }
}

/** Nodes before 1.4 name no level, and no count of confirmations means that it is final. */
function levelOf({ confirmationStatus, confirmations }: SignatureStatus): Commitment | "processed" {
  return confirmationStatus ?? (confirmations === null ? "finalized" : "processed");
}
