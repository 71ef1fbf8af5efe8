/** A look at the databases of a data folder, without writing into them. */
export type { Examination } from "./examine-file.ts";
export { examineFolder } from "./examine-folder.ts";
