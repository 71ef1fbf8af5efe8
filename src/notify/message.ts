import { createHash } from "node:crypto";
import type { Notice, Severity } from "./notice.ts";

/** What a channel sends: one notice, or several that are gathered. */
export interface Message {
  /** The same for each attempt, so that a receiver can tell a repetition. */
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly text: string;
  /** "demo", "observe", "live", or "test". */
  readonly mode: string;
  readonly atMs: number;
  /** Into the console; null where nobody said where that is. */
  readonly link: string | null;
  /** Most urgent first. */
  readonly notices: readonly Notice[];
}

export interface MessageSource {
  readonly mode: string;
  readonly consoleUrl: string | null;
}

/** So many are named; the rest is counted. */
const MAX_NAMED = 30;
const MAX_TITLE = 140;

/** One message of at least one notice, the most urgent one first. */
export function composeMessage(
  notices: readonly [Notice, ...Notice[]],
  { mode, consoleUrl }: MessageSource,
): Message {
  const [first, ...rest] = notices;
  const title = oneLine(first.title);
  const whole = rest.length === 0;
  return {
    id: idOf(notices),
    severity: first.severity,
    title: whole ? title : `${title} and ${rest.length} more`,
    text: whole ? first.text : listOf(notices),
    ...{ mode, atMs: first.atMs, notices },
    link: consoleUrl === null ? null : `${consoleUrl}${first.screen}`,
  };
}

/** "CRITICAL Tandem live: Paused: storage", for a subject or a first line. */
export function headline({ severity, mode, title }: Message): string {
  return `${severity.toUpperCase()} Tandem ${mode}: ${title}`;
}

function listOf([first, ...rest]: readonly [Notice, ...Notice[]]): string {
  const named = rest.slice(0, MAX_NAMED).map(({ severity, title }) => `- ${severity}: ${oneLine(title)}`);
  const more = rest.length - named.length;
  const unnamed = more === 0 ? [] : [`- and ${more} that matter no more than these`];
  return [first.text, "", "Also:", ...named, ...unnamed].join("\n");
}

/** Titles hold what operators typed. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
  return line.length > MAX_TITLE ? `${line.slice(0, MAX_TITLE - 1)}…` : line;
}

function idOf(notices: readonly Notice[]): string {
  const what = notices.map(({ key, kind, atMs }) => [key, kind, atMs]);
  return createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 32);
}
