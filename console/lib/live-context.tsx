import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from "react";
import type { Live } from "./live.ts";
import type { TimedPrices } from "./price-store.ts";
import type { StreamState } from "./stream-state.ts";
import type { Opportunity, Trade } from "./wire.ts";

const LiveContext = createContext<Live | null>(null);

/** Keeps the stream open for as long as the page is shown. */
export function LiveProvider({ live, children }: { live: Live; children: ReactNode }) {
  useEffect(() => {
    live.start();
    return live.stop;
  }, [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error("useLive needs a LiveProvider above it");
  return live;
}

export function useStreamState(): StreamState {
  const { stream } = useLive();
  return useSyncExternalStore(stream.subscribe, stream.get);
}

/** All assets' prices; a reader is rendered at most once a paint. */
export function usePrices(): readonly TimedPrices[] {
  const { prices } = useLive();
  return useSyncExternalStore(prices.subscribe, prices.all);
}

/** Opportunities told by the stream since the page was opened, newest first. */
export function useStreamedOpportunities(): readonly Opportunity[] {
  const { opportunities } = useLive();
  return useSyncExternalStore(opportunities.subscribe, opportunities.all);
}

/** Trades told by the stream since the page was opened, newest first. */
export function useStreamedTrades(): readonly Trade[] {
  const { trades } = useLive();
  return useSyncExternalStore(trades.subscribe, trades.all);
}
