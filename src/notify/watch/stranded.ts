import type { OpenTradeFact } from "../facts.ts";
import type { Moment, Notice } from "../notice.ts";

/** Trades that were told as stranded and are not over yet, by their ids. */
export type SeenStranded = ReadonlyMap<string, OpenTradeFact>;

/** A trade that is being tried again counts as stranded until it is over. */
export function watchStranded(
  seen: SeenStranded,
  openTrades: readonly OpenTradeFact[],
  now: Moment,
): readonly [SeenStranded, readonly Notice[]] {
  const open = new Map(openTrades.map((trade) => [trade.id, trade]));
  const begun = openTrades.filter(({ id, isStranded }) => isStranded && !seen.has(id));
  const over = [...seen.values()].filter(({ id }) => !open.has(id));
  const lasting = [...seen].filter(([id]) => open.has(id));
  return [
    new Map([...lasting, ...begun.map((trade) => [trade.id, trade] as const)]),
    [...over.map((trade) => resolved(trade, now)), ...begun.map((trade) => stranded(trade, now))],
  ];
}

function stranded({ id, asset, residual, reason }: OpenTradeFact, now: Moment): Notice {
  return {
    ...{ key: `stranded:${id}`, kind: "begins", severity: "critical", title: `Stranded: ${asset} ${id}` },
    text:
      `The trade could not be closed and ${residual} ${asset.split("-")[0]} is left (${reason}). ` +
      'Resolve it on the execution screen: retry, or accept what is left. Runbook: "Execution failures".',
    ...{ screen: `/trades?trade=${encodeURIComponent(id)}`, atMs: now.epochMs },
  };
}

function resolved({ id, asset }: OpenTradeFact, now: Moment): Notice {
  return {
    ...{ key: `stranded:${id}`, kind: "ends", severity: "info", title: `Resolved: ${asset} ${id}` },
    text: "The stranded trade is closed. A pause that it caused is still to be resumed on the risk screen.",
    ...{ screen: `/trades?trade=${encodeURIComponent(id)}`, atMs: now.epochMs },
  };
}
