/** What a feed counts of its life for the status and the metrics. */
export function createFeedCounts() {
  return {
    connects: 0,
    drops: 0,
    resyncs: 0,
    frames_depth: 0,
    frames_ticker: 0,
    frames_trade: 0,
    frames_control: 0,
    frames_refused: 0,
    /** Depth frames before a snapshot or while resubscribing. */
    frames_ignored: 0,
    levels_clipped: 0,
    subscriptions_refused: 0,
    depth_checks_unanswered: 0,
    /** Books begun from a one-shot reply, as no frame could be taken for their snapshot. */
    books_anchored: 0,
  };
}

export type FeedCounts = ReturnType<typeof createFeedCounts>;
