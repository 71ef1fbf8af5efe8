/** Fields of a log line, written as `key=value` after the event. Never secrets. */
export type LogFields = Readonly<Record<string, string | number | bigint | boolean | null>>;

/** Plain-text operator log: one event a line, the wording is what the runbook greps for. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warning(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  debug(event: string, fields?: LogFields): void;
}
