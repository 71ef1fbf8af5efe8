/** One command block of the runbook, and what the comments above it say of its outcome. */
export interface Block {
  /** Of the document, from 1: where the fence stands. */
  readonly line: number;
  readonly heading: string;
  readonly script: string;
  /** All of them must be found in what it prints. */
  readonly expect: readonly RegExp[];
  /** It ends with another exit code than 0. */
  readonly fails: boolean;
  /** Seconds within which it must come true, tried again and again; tried once where 0. */
  readonly withinSec: number;
  /** It runs for ever: it is ended after so many seconds; null where it ends by itself. */
  readonly stopAfterSec: number | null;
  /** What the rehearsal does before and after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** A program that not every machine has. */
  readonly needs: readonly string[];
  /** Why it cannot be played; null where it can. */
  readonly notRun: string | null;
}

const COMMENT = /^<!-- ([a-z ]+): (.*) -->$/;
const NOT_RUN = /^# not run: (.*)$/;
const NAMES = ["expect", "fails", "within", "stop after", "before", "after", "needs", "not run"];

/**
 * The `bash` fences of a Markdown text, each with the comments directly above it. Throws RangeError, with the line,
 * where a comment says something unknown or a block neither has an outcome nor a reason not to be played.
 */
export function readBlocks(markdown: string): readonly Block[] {
  const lines = markdown.split("\n");
  const blocks: Block[] = [];
  let heading = "";
  let said: [string, string][] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const text = lines[at] ?? "";
    const comment = COMMENT.exec(text.trim());
    if (/^#{2,4} /.test(text)) heading = text.replace(/^#+ /, "");
    if (comment !== null) said.push(known(comment[1] ?? "", comment[2] ?? "", at + 1));
    else if (text.trim() === "```bash") {
      const end = lines.indexOf(lines[at]?.replace("bash", "") ?? "```", at + 1);
      blocks.push(blockOf(lines.slice(at + 1, end).join("\n"), said, { line: at + 1, heading }));
      said = [];
      at = end;
    } else if (text.trim() !== "") said = [];
  }
  return blocks;
}

function known(name: string, value: string, line: number): [string, string] {
  if (!NAMES.includes(name))
    throw new RangeError(`line ${line}: unknown "${name}", expected ${NAMES.join(", ")}`);
  return [name, value];
}

function blockOf(
  script: string,
  said: readonly [string, string][],
  where: { readonly line: number; readonly heading: string },
): Block {
  const all = (name: string) => said.filter(([one]) => one === name).map(([, value]) => value);
  const [first] = script.split("\n");
  const notRun = all("not run")[0] ?? NOT_RUN.exec(first ?? "")?.[1] ?? null;
  const expect = all("expect").map((pattern) => regularExpression(pattern, where.line));
  if (notRun === null && expect.length === 0)
    throw new RangeError(`line ${where.line}: a block without "expect" and without a reason in "not run"`);
  const seconds = (name: string) => all(name).map(Number)[0];
  return {
    ...where,
    ...{ script, expect, notRun, fails: all("fails").length > 0 },
    ...{ withinSec: seconds("within") ?? 0, stopAfterSec: seconds("stop after") ?? null },
    ...{ before: all("before"), after: all("after"), needs: all("needs") },
  };
}

/** Lines are looked at one by one; a leading `(?i)` makes case not count. */
function regularExpression(pattern: string, line: number): RegExp {
  try {
    return new RegExp(pattern.replace(/^\(\?i\)/, ""), pattern.startsWith("(?i)") ? "im" : "m");
  } catch (error) {
    throw new RangeError(`line ${line}: ${String(error)}`);
  }
}
