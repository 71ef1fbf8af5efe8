import type { Attempt, TradeEvent } from "#execution";
import { amountOfUnits, baseOfLots } from "#model";

/** What is known of one attempt from everything that was ever said of it: told a second time, in other words. */
export interface Known {
  /** 1e-18, positive. */
  readonly base: bigint;
  readonly terminal: boolean;
  readonly settled: boolean;
  /** Another attempt may follow. */
  readonly mayFollow: boolean;
}

/** `said` is all that happened to the trade, in order. */
export function knownOf(attempt: Attempt, said: readonly TradeEvent[]): Known {
  const about = said.filter(
    (event) => event.kind === "resumed" || ("attemptId" in event && event.attemptId === attempt.id),
  );
  return attempt.venue === "gemini" ? ofOrder(attempt, about) : ofSwap(about);
}

const LIVE: Known = { base: 0n, terminal: false, settled: false, mayFollow: false };
const OVER: Known = { base: 0n, terminal: true, settled: true, mayFollow: true };

function ofOrder(attempt: Attempt & { venue: "gemini" }, about: readonly TradeEvent[]): Known {
  const base = (lots: number) => baseOfLots(lots, attempt.order);
  let lots = 0;
  let ended = false;
  let planned = true;
  for (const event of about) {
    switch (event.kind) {
      case "cex-settled":
        return { ...OVER, base: base(event.fills.reduce((sum, fill) => sum + fill.lots, 0)) };
      case "cex-partial":
        if (!ended) lots = Math.max(lots, event.filledLots);
        break;
      case "cex-ended":
        if (ended) break;
        lots = Math.max(lots, event.filledLots);
        ended = true;
        if (lots === 0) return OVER;
        break;
      case "cex-absent":
      case "cex-not-sent":
        if (!ended && lots === 0) return OVER;
        break;
      case "blocked":
        if (planned) return OVER;
        break;
      default:
    }
    if (event.kind !== "blocked") planned = false;
  }
  return { base: base(lots), terminal: ended, settled: false, mayFollow: ended };
}

function ofSwap(about: readonly TradeEvent[]): Known {
  let known = LIVE;
  let signed = false;
  let planned = true;
  for (const event of about) {
    switch (event.kind) {
      case "prepared":
        signed = true;
        break;
      case "resumed":
        if (!signed) return OVER;
        planned = false;
        break;
      case "durable":
        planned = false;
        break;
      case "blocked":
      case "prepare-refused":
        if (planned) return OVER;
        break;
      case "dex-landed": {
        const { outcome, commitment } = event;
        const settled = commitment === "finalized";
        const delta = outcome.ok ? outcome.baseDelta : 0n;
        known = {
          ...{ base: amountOfUnits(delta < 0n ? -delta : delta, 9), terminal: true, settled },
          mayFollow: outcome.ok || settled,
        };
        if (settled) return known;
        break;
      }
      case "dex-vanished":
        known = LIVE;
        break;
      case "dex-expired":
        return OVER;
      case "dex-not-sent":
        if (!known.terminal) return OVER;
        break;
      default:
    }
  }
  return known;
}
