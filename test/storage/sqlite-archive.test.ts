import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite } from "#storage";
import { createFakeTime, createRecordedLog } from "../gateway/builders.ts";
import { describeArchiveContract } from "./archive-contract.ts";

describeArchiveContract("SQLite", async () => {
  const dir = mkdtempSync(join(tmpdir(), "tandem-archive-"));
  return {
    open: () => openSqlite({ dir, log: createRecordedLog(), clock: createFakeTime(0).clock }),
    remove: async () => rmSync(dir, { recursive: true }),
  };
});
