/** What every listed thing has: its id and when it began. */
export interface Row {
  readonly id: string;
  readonly timestamp: string;
}

/** Order of every list: newest first, the id deciding between equals, as the server's cursor does. */
export function newestFirst(left: Row, right: Row): number {
  if (left.timestamp !== right.timestamp) return left.timestamp < right.timestamp ? 1 : -1;
  if (left.id === right.id) return 0;
  return left.id < right.id ? 1 : -1;
}

interface MergeRules<Listed extends Row> {
  /** Whether `next` tells more than `held` of the same row. */
  readonly isNewer: (next: Listed, held: Listed) => boolean;
  readonly matches: (row: Listed) => boolean;
  /** More pages exist than were fetched. */
  readonly hasMore: boolean;
}

/**
 * The pages that were fetched with what the stream told since: one row an id, the newer state of it, newest
 * first. While more pages exist, a streamed row older than the last fetched one waits for its page, so that
 * the list has no holes. A row whose newer state is no longer asked for leaves the list.
 */
export function mergeRows<Listed extends Row>(
  fetched: readonly Listed[],
  streamed: readonly Listed[],
  { isNewer, matches, hasMore }: MergeRules<Listed>,
): Listed[] {
  const byId = new Map(fetched.map((row) => [row.id, row]));
  const last = fetched.at(-1);
  for (const row of streamed) {
    const held = byId.get(row.id);
    if (held !== undefined && !isNewer(row, held)) continue;
    if (held === undefined && hasMore && last !== undefined && newestFirst(row, last) > 0) continue;
    if (matches(row)) byId.set(row.id, row);
    else byId.delete(row.id);
  }
  return [...byId.values()].sort(newestFirst);
}
