/** `tandem logs`: everything that concerns one trade, in the order in which it happened. */
export { bookEntries } from "./book-entries.ts";
export { readBooks, type TradeBooks } from "./books.ts";
export { type Entry, inOrder, jsonOf, textOf } from "./entry.ts";
export { logEntries } from "./log-entries.ts";
export { namesOf } from "./names.ts";
