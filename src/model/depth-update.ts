/**
 * One depth frame as integers. The mapper owns and reuses one of these: its content is valid only
 * during the call that hands it over, so a book copies what it keeps.
 */
export interface DepthUpdate {
  symbol: string;
  /** `U`: first update id that the frame covers. */
  firstId: number;
  /** `u`: last update id that the frame covers. */
  lastId: number;
  /** Levels used in the arrays below; a quantity of 0 lots deletes its level. */
  bidCount: number;
  askCount: number;
  bidTicks: Float64Array;
  bidLots: Float64Array;
  askTicks: Float64Array;
  askLots: Float64Array;
  /** Levels left out because they cannot be held exactly (asks at 9e12 exist on the real book). */
  clipped: number;
}

/** Makes an empty update with room for `levels` a side; the mapper grows it for large snapshots. */
export function createDepthUpdate(levels: number): DepthUpdate {
  return {
    symbol: "",
    firstId: 0,
    lastId: 0,
    bidCount: 0,
    askCount: 0,
    bidTicks: new Float64Array(levels),
    bidLots: new Float64Array(levels),
    askTicks: new Float64Array(levels),
    askLots: new Float64Array(levels),
    clipped: 0,
  };
}

/** An update of its own with the same content, for who keeps it beyond the call that handed it over. */
export function copyDepthUpdate(update: DepthUpdate): DepthUpdate {
  return {
    ...update,
    bidTicks: update.bidTicks.slice(0, update.bidCount),
    bidLots: update.bidLots.slice(0, update.bidCount),
    askTicks: update.askTicks.slice(0, update.askCount),
    askLots: update.askLots.slice(0, update.askCount),
  };
}
