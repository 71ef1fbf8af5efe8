import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { examineFile } from "./examine-file.ts";

/** The thread of examineFolder: told a folder and the names in it, it answers with what it found. */
const { dir, names } = workerData as { readonly dir: string; readonly names: readonly string[] };
parentPort?.postMessage(names.map((name) => examineFile(name, join(dir, name))));
