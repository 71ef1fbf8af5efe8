import type { Clock, Log, LogFields } from "#model";

const LEVELS = ["debug", "info", "warning", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];

/** Writes plain text, one event a line: `2026-11-22T12:00:00.000Z WARNING event key=value`. */
export function createLog(level: LogLevel, clock: Clock, write: (line: string) => void): Log {
  const from = LEVELS.indexOf(level);
  const at = (own: LogLevel) => {
    if (LEVELS.indexOf(own) < from) return () => {};
    return (event: string, fields?: LogFields) =>
      write(
        `${new Date(clock.epochMs()).toISOString()} ${own.toUpperCase()} ${harmless(event)}${formatFields(fields)}\n`,
      );
  };
  return { debug: at("debug"), info: at("info"), warning: at("warning"), error: at("error") };
}

function formatFields(fields: LogFields | undefined): string {
  if (fields === undefined) return "";
  return Object.entries(fields)
    .map(([key, value]) => ` ${key}=${quoteIfNeeded(String(value))}`)
    .join("");
}

/** A value with blanks is quoted and escaped, so that it ends where it seems to. */
function quoteIfNeeded(value: string): string {
  return harmless(/^[^\s"=\\]+$/.test(value) ? value : JSON.stringify(value));
}

/** Controls (C0, delete, C1), line and paragraph ends, and marks that turn the direction of writing. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** One event stays one line, and nothing that a caller or a venue sent speaks to the terminal it is read on. */
export function harmless(text: string): string {
  return text.replace(CONTROLS, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
