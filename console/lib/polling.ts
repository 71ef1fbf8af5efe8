/** Without a live stream REST is asked this often instead. */
export const POLL_MS = 5_000;

/** With one, a list is still read again now and then: REST is the source of truth. */
export const RECHECK_MS = 30_000;
