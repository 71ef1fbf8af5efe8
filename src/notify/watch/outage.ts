import type { Moment, Notice } from "../notice.ts";

/** Since when something is away, and whether it was told; null while it is there. */
export type Outage = { readonly sinceMs: number; readonly told: boolean } | null;

export interface OutageWords {
  /** A shorter absence is not worth a message. */
  readonly patienceMs: number;
  readonly away: Omit<Notice, "kind" | "atMs">;
  readonly back: Pick<Notice, "title" | "text">;
}

/** Something that is there or not: told once it was away for long enough, and then told when it is back. */
export function watchOutage(
  outage: Outage,
  { works, now }: { readonly works: boolean; readonly now: Moment },
  { patienceMs, away, back }: OutageWords,
): readonly [Outage, readonly Notice[]] {
  if (works) {
    const ends = { ...away, ...back, kind: "ends", severity: "info", atMs: now.epochMs } as const;
    return [null, outage?.told === true ? [ends] : []];
  }
  const { sinceMs, told } = outage ?? { sinceMs: now.elapsedMs, told: false };
  const due = !told && now.elapsedMs - sinceMs > patienceMs;
  return [{ sinceMs, told: told || due }, due ? [{ ...away, kind: "begins", atMs: now.epochMs }] : []];
}

export function venueWords(venue: string): OutageWords {
  return {
    patienceMs: 15_000,
    away: {
      ...{ key: `venue:${venue}`, severity: "warning", title: `Venue away: ${venue}` },
      text: `Nothing was heard from ${venue} for more than 15 s; Tandem reconnects by itself and prices nothing from it. Look at the venue's status page. Runbook: "Kill switch: data staleness".`,
      screen: "/overview",
    },
    back: { title: `Venue back: ${venue}`, text: "If it caused a pause, resume on the risk screen." },
  };
}

export const STORAGE_WORDS: OutageWords = {
  patienceMs: 5_000,
  away: {
    ...{ key: "storage", severity: "critical", title: "Storage away" },
    text: 'What is found and done cannot be kept, so nothing new is traded. Look at the disk and the database. Runbook: "Database lost".',
    screen: "/overview",
  },
  back: {
    title: "Storage back",
    text: "All that waited is being written. If it caused a pause, resume on the risk screen.",
  },
};
