import type { PageKey } from "#ledger";

/** Rows that are taken over and written out in one turn of the event loop, about a third of a millisecond. */
const ROWS_A_TURN = 100;

/** Which rows of a listing to read at a time. */
export interface ListPiece {
  readonly limit: number;
  readonly cursor?: PageKey;
}

interface Page<Row> {
  readonly items: readonly Row[];
  readonly nextCursor: PageKey | null;
}

/** Reads a page in small pieces, so that prices and decisions pass in between however long it is. */
export async function readPage<Row, View>(
  query: ListPiece,
  list: (piece: ListPiece) => Promise<Page<Row>>,
  view: (row: Row) => View,
): Promise<{ readonly views: View[]; readonly nextCursor: PageKey | null }> {
  const views: View[] = [];
  const read = (before: number, cursor: PageKey | null) =>
    list(piece(Math.min(ROWS_A_TURN, query.limit - before), cursor));
  let next: Promise<Page<Row>> | null = read(0, query.cursor ?? null);
  let cursor: PageKey | null = null;
  while (next !== null) {
    const page: Page<Row> = await next;
    cursor = page.nextCursor;
    const known = views.length + page.items.length;
    // The store reads the next piece while this one is written out.
    next = cursor !== null && known < query.limit ? read(known, cursor) : null;
    // Whatever becomes of it is learnt where it is waited for.
    next?.catch(() => {});
    views.push(...page.items.map(view));
  }
  return { views, nextCursor: cursor };
}

/**
 * Every row in pieces, each read only when the one before was taken: whoever takes slowly is read for slowly,
 * and one piece at a time is in memory. Rows that are added in front meanwhile are not seen, none comes twice.
 */
export async function* readPieces<Row>(
  list: (piece: ListPiece) => Promise<Page<Row>>,
  rowsATurn = ROWS_A_TURN,
): AsyncGenerator<readonly Row[]> {
  let cursor: PageKey | null = null;
  do {
    const page: Page<Row> = await list(piece(rowsATurn, cursor));
    yield page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

function piece(limit: number, cursor: PageKey | null): ListPiece {
  return cursor === null ? { limit } : { limit, cursor };
}
