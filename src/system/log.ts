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
        `${new Date(clock.epochMs()).toISOString()} ${own.toUpperCase()} ${event}${formatFields(fields)}\n`,
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

/** A value with blanks is quoted; line breaks are escaped, so that one event stays one line. */
function quoteIfNeeded(value: string): string {
  return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
