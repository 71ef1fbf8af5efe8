import { createReadStream, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { ConfigError } from "#model";
import { linesOf } from "../lines.ts";
import type { Entry } from "./entry.ts";

/** What rotation adds to a file's name: `.1`, `.2.gz`, `-20261126`, `-20261126.gz`, `.gz`. */
const ROTATED = /^(?:[.-]\d+)?(?:\.gz)?$/;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/;

/**
 * Lines of a log and of what it was rotated into that name the trade in any way, in the order of each file. A line
 * without a time of its own has that of the line before. Throws ConfigError where there is no such file, or one that
 * cannot be read to its end: what is missing would seem not to have happened.
 */
export async function logEntries(file: string, names: readonly string[]): Promise<readonly Entry[]> {
  const isNamed = matcherOf(names);
  const entries: Entry[] = [];
  for (const path of filesOf(file)) {
    try {
      await readOne(path, { isNamed, into: entries });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ConfigError("file", `--file ${file}: ${path} cannot be read (${reason})`, { cause });
    }
  }
  return entries;
}

function filesOf(file: string): readonly string[] {
  const [dir, base] = [dirname(file), basename(file)];
  const isOfIt = (name: string) => name.startsWith(base) && ROTATED.test(name.slice(base.length));
  const found = readFolder(dir).filter(isOfIt).sort();
  if (found.length === 0) throw new ConfigError("file", `--file ${file}: no such file`);
  return found.map((name) => join(dir, name));
}

function readFolder(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

/** Any of the names as a whole word; an attempt's id goes on after the trade's with a dash. */
function matcherOf(names: readonly string[]): (line: string) => boolean {
  const words = names.map((name) => RegExp.escape(name)).join("|");
  const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${words})(?![A-Za-z0-9])`);
  return (line) => pattern.test(line);
}

interface Search {
  readonly isNamed: (line: string) => boolean;
  readonly into: Entry[];
}

async function readOne(path: string, { isNamed, into }: Search): Promise<void> {
  let atMs = statSync(path).mtimeMs;
  let number = 0;
  for await (const line of linesOf(textOf(path))) {
    number += 1;
    const time = Date.parse(TIME.exec(line)?.[0] ?? "");
    if (!Number.isNaN(time)) atMs = time;
    if (isNamed(line))
      into.push({ atMs, source: "log", text: line, fields: { file: path, line: number, text: line } });
  }
}

function textOf(path: string): AsyncIterable<string> {
  const bytes = createReadStream(path);
  if (!path.endsWith(".gz")) return bytes.setEncoding("utf8");
  // A failure of either ends the other, and is thrown to whoever reads.
  return pipeline(bytes, createGunzip(), () => {}).setEncoding("utf8");
}
