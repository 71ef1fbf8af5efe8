import type { PageKey } from "#ledger";
import { agree, createFigures, type RowFigures, rowText } from "./row-figures.ts";
import {
  type MigrationStores,
  OPPORTUNITIES,
  type RowKind,
  SNAPSHOTS,
  TRADES,
  WINDOWS,
} from "./row-kinds.ts";

export interface MigrationOptions {
  readonly source: MigrationStores;
  /** Must forget nothing by itself while it is copied into. */
  readonly target: MigrationStores;
  /** Told after each page how many rows of a kind were looked at so far. */
  readonly onProgress?: (kind: string, rows: number) => void;
}

/** What became of one kind of row. */
export interface KindReport {
  readonly source: RowFigures;
  /** Read back from the target after the copy. */
  readonly target: RowFigures;
  /** Rows that were given to the target, because they were not there yet or not as they are in the source. */
  readonly written: number;
  /** Both sides hold the same rows: counts, sums and content. */
  readonly same: boolean;
}

export interface MigrationReport {
  readonly opportunities: KindReport;
  readonly windows: KindReport;
  readonly trades: KindReport;
  readonly snapshots: KindReport;
}

/** Rows that are held in memory at a time, and stored in one transaction. */
const PAGE = 250;

/**
 * Copies every row and then reads the target back. Rows that are there already, as they are, are not written again: a
 * copy that was cut off goes on where it was, and one that is repeated changes nothing. A later state in the target is
 * never replaced, and rows that only the target has stay there; either shows in the report as a difference.
 */
export async function migrate(options: MigrationOptions): Promise<MigrationReport> {
  return {
    opportunities: await copyAndCompare(OPPORTUNITIES, options),
    windows: await copyAndCompare(WINDOWS, options),
    trades: await copyAndCompare(TRADES, options),
    snapshots: await copyAndCompare(SNAPSHOTS, options),
  };
}

async function copyAndCompare<Row>(
  kind: RowKind<Row>,
  { source, target, onProgress }: MigrationOptions,
): Promise<KindReport> {
  const [given, taken] = [createFigures(kind.sums), createFigures(kind.sums)];
  let [looked, written] = [0, 0];
  for await (const { rows, key } of pagesOf(kind, source)) {
    for (const row of rows) given.add(row);
    const missing = await notYetIn(kind, target, { rows, key });
    if (missing.length > 0) await kind.save(target, missing);
    written += missing.length;
    looked += rows.length;
    onProgress?.(kind.name, looked);
  }
  for await (const { rows } of pagesOf(kind, target)) for (const row of rows) taken.add(row);
  const figures = { source: given.figures(), target: taken.figures() };
  return { ...figures, written, same: agree(figures.source, figures.target) };
}

interface Page<Row> {
  /** The row before the page. */
  readonly key: PageKey | null;
  readonly rows: readonly Row[];
}

async function* pagesOf<Row>(kind: RowKind<Row>, stores: MigrationStores): AsyncGenerator<Page<Row>> {
  let key: PageKey | null = null;
  for (;;) {
    const rows: readonly Row[] = await kind.after(stores.rows, key, PAGE);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield { key, rows };
    key = kind.keyOf(last);
  }
}

/** Compares with the same stretch of the target, which costs one read and spares most writes of a repeated copy. */
async function notYetIn<Row>(
  kind: RowKind<Row>,
  target: MigrationStores,
  { rows, key }: Page<Row>,
): Promise<readonly Row[]> {
  const there = await kind.after(target.rows, key, PAGE);
  const known = new Map(there.map((row) => [rowText(kind.keyOf(row)), rowText(row)]));
  return rows.filter((row) => known.get(rowText(kind.keyOf(row))) !== rowText(row));
}
