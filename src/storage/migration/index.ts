/** A copy of what is kept for reading from one store into another, proven by counts, sums and content. */
export { type KindReport, type MigrationReport, migrate } from "./migrate.ts";
export type { RowFigures } from "./row-figures.ts";
export type { MigrationStores } from "./row-kinds.ts";
