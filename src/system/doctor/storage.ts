import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ConnectivityError } from "#model";
import { type Examination, examineFolder, probeMongo } from "#storage";
import type { Check } from "./check.ts";
import { type Finding, failed, ok, skipped, warning, wordsOf } from "./finding.ts";

/** Whether DATA_DIR takes files, and every database in it is whole. */
export const databasesCheck: Check = {
  name: "databases",
  advice: "give DATA_DIR to the user that runs Tandem",
  async run({ backend, runningPid }, signal) {
    const { dataDir } = backend.config;
    if (!existsSync(dataDir)) {
      accessSync(nearestFolder(dataDir), constants.W_OK | constants.X_OK);
      return ok(this.name, `${dataDir} is not there yet: the first start makes it`);
    }
    if (!statSync(dataDir).isDirectory()) return failed(this.name, `${dataDir} is no folder`, FOLDER_ADVICE);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    const found = await examineFolder(dataDir, signal);
    if (found.length === 0) return ok(this.name, `none in ${dataDir} yet: the first start makes them`);
    return found.map((one) => judge(one, runningPid));
  },
};

const FOLDER_ADVICE = "let DATA_DIR name a folder";

/** The folder that a missing one would be made in. */
function nearestFolder(path: string): string {
  const above = dirname(resolve(path));
  return existsSync(above) ? join(above, "/") : nearestFolder(above);
}

function judge(found: Examination, runningPid: number | null): Finding {
  const check = `database ${found.name}`;
  switch (found.state) {
    case "whole":
      return judgeSchema(check, found);
    case "held":
      if (runningPid !== null) return ok(check, `held by the running Tandem, process ${runningPid}`);
      return failed(check, "another process holds it", "end that process: one DATA_DIR is for one Tandem");
    case "damaged":
      return failed(check, found.detail, "put a backup back: tandem restore DIR --replace");
  }
}

function judgeSchema(check: string, { schema, build }: Extract<Examination, { state: "whole" }>): Finding {
  if (build === null || schema === build) return ok(check, "whole");
  return schema < build
    ? ok(check, `whole; ${olderSchema(schema, build)}`)
    : failed(check, newerSchema(schema, build), NEWER_ADVICE);
}

const NEWER_ADVICE = "start the Tandem that wrote it, or put a copy of before back: docs/upgrading.md";

function olderSchema(schema: number, build: number): string {
  return `schema ${schema}, this build ${build}: the next start upgrades it`;
}

function newerSchema(schema: number, build: number): string {
  return `schema ${schema}, this build ${build}: a newer Tandem wrote it`;
}

/** Whether MongoDB answers and takes a write, where it is configured. */
export const mongoCheck: Check = {
  name: "MongoDB",
  advice: "start the server, or look at MONGO_URL",
  async run({ backend }) {
    const { mongoUrl } = backend.config;
    if (mongoUrl === null) return skipped(this.name, "MONGO_URL is not set: SQLite in DATA_DIR is used");
    try {
      const { database, hasTransactions, schema } = await probeMongo(mongoUrl);
      const { version, build, isNew } = schema;
      if (version > build) return failed(this.name, newerSchema(version, build), NEWER_ADVICE);
      const older = version < build && !isNew ? `; ${olderSchema(version, build)}` : "";
      if (hasTransactions) return ok(this.name, `answers, and database ${database} takes writes${older}`);
      const seen = `database ${database} takes writes, but the server is no replica set${older}`;
      return warning(
        this.name,
        seen,
        "make it a replica set of one: without, a window may lag its opportunity",
      );
    } catch (error) {
      const isAway = error instanceof ConnectivityError;
      return failed(
        this.name,
        wordsOf(error),
        isAway ? this.advice : "look at MONGO_URL, and at what its user may do",
      );
    }
  },
};
