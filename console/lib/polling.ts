/** Without a live stream REST is asked this often instead. */
export const POLL_MS = 5_000;

/** With one, a list is still read again now and then: REST is the source of truth. */
export const RECHECK_MS = 30_000;

/** More pages than this are a look into the past, which only what was streamed since can change. */
const RECHECKED_PAGES = 5;

/** How often a list of so many pages is read again whole; false where it is too long for that. */
export function listInterval(pages: number, streaming: boolean): number | false {
  if (streaming && pages > RECHECKED_PAGES) return false;
  return streaming ? RECHECK_MS : POLL_MS;
}
