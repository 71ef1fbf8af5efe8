import type { PauseFact } from "../facts.ts";
import type { Moment, Notice } from "../notice.ts";
import { pauseAdvice } from "./pause-advice.ts";

/** The pauses in force when last looked at, by their keys; null before the first look. */
export type SeenPauses = ReadonlyMap<string, PauseFact> | null;

/** Each pause that began or ended since. One that is older than this process is told as still in force. */
export function watchPauses(
  seen: SeenPauses,
  pauses: readonly PauseFact[],
  { now, startedMs }: { readonly now: Moment; readonly startedMs: number },
): readonly [SeenPauses, readonly Notice[]] {
  const inForce = new Map(pauses.map((pause) => [keyOf(pause), pause]));
  const begun = [...inForce].filter(([key]) => seen?.has(key) !== true);
  const ended = [...(seen ?? [])].filter(([key]) => !inForce.has(key));
  return [
    inForce,
    [
      ...ended.map(([key, pause]) => over(key, pause, now)),
      ...begun.map(([key, pause]) =>
        seen === null && pause.sinceMs < startedMs ? still(key, pause, now) : fresh(key, pause, now),
      ),
    ],
  ];
}

/** What Tandem paused may flap and has one key; what an operator did is never a repetition. */
function keyOf({ reason, scope, by, sinceMs }: PauseFact): string {
  const key = `pause:${reason}:${scope}`;
  return by === "tandem" ? key : `${key}:${sinceMs}`;
}

function fresh(key: string, pause: PauseFact, now: Moment): Notice {
  const { reason, by, detail } = pause;
  const byItself = by === "tandem";
  return {
    ...{ key, kind: "begins", severity: byItself ? "critical" : "warning" },
    title: byItself ? `Paused: ${what(pause)}` : `Paused by ${by}: ${what(pause)}`,
    text: `${detail} ${pauseAdvice(reason)}`.trim(),
    ...{ screen: "/risk", atMs: now.epochMs },
  };
}

function still(key: string, pause: PauseFact, now: Moment): Notice {
  const since = new Date(pause.sinceMs).toISOString();
  return {
    ...{ key, kind: "begins", severity: "warning", title: `Still paused after a restart: ${what(pause)}` },
    text: `In force since ${since}, by ${pause.by}. ${pause.detail} ${pauseAdvice(pause.reason)}`,
    ...{ screen: "/risk", atMs: now.epochMs },
  };
}

function over(key: string, pause: PauseFact, now: Moment): Notice {
  return {
    ...{ key, kind: "ends", severity: "info", title: `Resumed: ${what(pause)}` },
    text: "The pause has ended. Nothing needs to be done.",
    ...{ screen: "/risk", atMs: now.epochMs },
  };
}

/** "data staleness", "wide spread (asset:SOL-USD)". */
function what({ reason, scope }: PauseFact): string {
  return scope === "all" ? reason : `${reason} (${scope})`;
}
