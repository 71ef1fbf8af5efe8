import type { Moment, Notice } from "../notice.ts";

/** How it stood, and the key under which trading was told to be on; null before the first look. */
export type SeenObserveOnly = { readonly on: boolean; readonly key: string } | null;

/** Who switched it stands in the audit trail; how it stood at the first look is no news. */
export function watchObserveOnly(
  seen: SeenObserveOnly,
  { on, isLive, now }: { readonly on: boolean; readonly isLive: boolean; readonly now: Moment },
): readonly [SeenObserveOnly, readonly Notice[]] {
  if (seen === null) return [{ on, key: "observe-only" }, []];
  if (seen.on === on) return [seen, []];
  const shared = { screen: "/risk", atMs: now.epochMs };
  if (on) {
    const title = "Trading is off: observe-only was switched on";
    const text = "Nothing new is traded. What is open is brought home.";
    return [
      { on, key: seen.key },
      [{ ...shared, key: seen.key, kind: "ends", severity: "info", title, text }],
    ];
  }
  // Each time is a decision of its own, never a repetition.
  const key = `observe-only:${now.epochMs}`;
  const title = "Trading is on: observe-only was switched off";
  const money = isLive ? "Real orders are sent with real money." : "No real money is involved in this mode.";
  const text = `${money} Who switched it stands in the audit trail; the risk screen switches it back.`;
  return [{ on, key }, [{ ...shared, key, kind: "begins", severity: "warning", title, text }]];
}
