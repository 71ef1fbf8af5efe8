import type { Log } from "#model";

/** A log whose last warning can be asked for. */
export interface HeardLog {
  readonly log: Log;
  /** Why something last went wrong; null where nothing did. */
  reason(): string | null;
}

/** Passes everything on and keeps the last reason that was given: a feed tells there why it does not come up. */
export function listenTo(log: Log): HeardLog {
  let last: string | null = null;
  return {
    log: {
      ...log,
      warning(event, fields) {
        if (fields?.reason !== undefined) last = String(fields.reason);
        log.warning(event, fields);
      },
    },
    reason: () => last,
  };
}
