import type { Asset, Instrument, Window } from "#model";
import type { EngineOptions } from "./engine-contract.ts";
import { AssetLane } from "./lane.ts";
import type { EventName, Tally } from "./tally.ts";
import { OpportunityTracker } from "./tracker.ts";

/** The instrument of a symbol where the exchange lists it and takes orders, else null. */
export function openInstrument({ instruments }: EngineOptions, symbol: string): Instrument | null {
  return instruments.find((one) => one.symbol === symbol && one.open) ?? null;
}

/** One lane an asset, each going on with its last window. */
export function buildLanes(options: EngineOptions, events: Tally<EventName>): readonly AssetLane[] {
  const { assets, newId, epochOffsetMs, lastWindows } = options;
  const wallMs = (receivedNs: number): number => Math.round(epochOffsetMs + receivedNs / 1e6);
  return assets.map((asset) => {
    const lastWindow = lastWindowOf(asset, lastWindows);
    const tracker = new OpportunityTracker({
      asset: asset.name,
      dexPool: asset.pool,
      newId,
      wallMs,
      lastWindow,
      events,
    });
    return new AssetLane({ asset, instrument: openInstrument(options, asset.symbol), tracker });
  });
}

/** The newest window of an asset among these, null where there is none. */
export function lastWindowOf(asset: Asset, windows: readonly Window[]): Window | null {
  return windows
    .filter((window) => window.asset === asset.name)
    .reduce<Window | null>((last, one) => (last === null || one.endMs > last.endMs ? one : last), null);
}
