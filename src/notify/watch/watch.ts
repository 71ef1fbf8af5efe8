import type { Facts, TradingFacts, VenueFact } from "../facts.ts";
import type { Moment, Notice } from "../notice.ts";
import { type SeenDayLoss, watchDayLoss } from "./day-loss.ts";
import { type SeenObserveOnly, watchObserveOnly } from "./observe-only.ts";
import { type Outage, STORAGE_WORDS, venueWords, watchOutage } from "./outage.ts";
import { type SeenPauses, watchPauses } from "./pauses.ts";
import { type SeenStranded, watchStranded } from "./stranded.ts";

/** What was so when last looked at, as far as it takes to tell what changed. */
export interface Seen {
  readonly isLive: boolean;
  readonly startedMs: number;
  readonly pauses: SeenPauses;
  readonly stranded: SeenStranded;
  readonly observeOnly: SeenObserveOnly;
  readonly dayLoss: SeenDayLoss;
  readonly storage: Outage;
  readonly venues: ReadonlyMap<string, Outage>;
}

type Step = readonly [Partial<Seen>, readonly Notice[]];

export function nothingSeen({ isLive, startedMs }: Pick<Seen, "isLive" | "startedMs">): Seen {
  return {
    ...{ isLive, startedMs, pauses: null, stranded: new Map(), observeOnly: null },
    ...{ dayLoss: null, storage: null, venues: new Map() },
  };
}

/** What is to be told of the way from what was seen to the facts of now. */
export function watch(seen: Seen, facts: Facts, now: Moment): { seen: Seen; notices: readonly Notice[] } {
  const [storage, storageNotices] = watchOutage(
    seen.storage,
    { works: facts.storageWorks, now },
    STORAGE_WORDS,
  );
  const [venues, venueNotices] = watchVenues(seen, facts.venues, now);
  const [trading, tradingNotices] =
    facts.trading === null ? [{}, []] : watchTrading(seen, facts.trading, now);
  return {
    seen: { ...seen, storage, ...venues, ...trading },
    notices: [...tradingNotices, ...storageNotices, ...venueNotices],
  };
}

function watchVenues(seen: Seen, venues: readonly VenueFact[], now: Moment): Step {
  const steps = venues.map(({ venue, speaks }) => ({
    venue,
    step: watchOutage(seen.venues.get(venue) ?? null, { works: speaks, now }, venueWords(venue)),
  }));
  return [
    { venues: new Map(steps.map(({ venue, step }) => [venue, step[0]])) },
    steps.flatMap(({ step }) => step[1]),
  ];
}

function watchTrading(seen: Seen, facts: TradingFacts, now: Moment): Step {
  const { isLive, startedMs } = seen;
  const [stranded, ofStranded] = watchStranded(seen.stranded, facts.openTrades, now);
  const [pauses, ofPauses] = watchPauses(seen.pauses, facts.pauses, { now, startedMs });
  const [observeOnly, ofSwitch] = watchObserveOnly(seen.observeOnly, { on: facts.observeOnly, isLive, now });
  const [dayLoss, ofLoss] = watchDayLoss(seen.dayLoss, facts, now);
  return [{ stranded, pauses, observeOnly, dayLoss }, [...ofStranded, ...ofPauses, ...ofSwitch, ...ofLoss]];
}
