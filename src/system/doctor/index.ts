/** `tandem doctor`: everything that stands in the way of a start, and what to do about it. */
export { type ExamineOptions, examine } from "./examine.ts";
export { countsOf, tableOf } from "./report.ts";
