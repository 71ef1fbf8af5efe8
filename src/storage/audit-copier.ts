import type { AuditArchive, TradingStore } from "#ledger";
import { ConnectivityError, InvariantError, type Log, type Timers } from "#model";

export interface AuditCopierOptions {
  readonly from: Pick<TradingStore, "listAudit">;
  readonly to: AuditArchive;
  readonly timers: Timers;
  readonly log: Log;
  /** 10 s where not given. */
  readonly everyMs?: number;
}

const EVERY_MS = 10_000;
const ENTRIES_AT_ONCE = 200;

/**
 * Copies what the audit log has beyond its copy, regularly until it is disposed, and so catches up after an outage by
 * itself. A copy that says something else than the log belongs to another one; that is told once and left alone.
 */
export function createAuditCopier(options: AuditCopierOptions): AsyncDisposable {
  const { from, to, timers, log, everyMs = EVERY_MS } = options;
  let copied: number | null = null;
  let complained = false;
  let running: Promise<void> | null = null;

  async function newestSeq(): Promise<number> {
    return (await from.listAudit({ limit: 1 }))[0]?.seq ?? 0;
  }

  async function catchUp(): Promise<void> {
    const newest = await newestSeq();
    if (newest === copied) return;
    let last = await to.lastAuditSeq();
    if (last > newest) throw new InvariantError("audit-conflict", "the copy is longer than the log");
    // The last one again: a log that was begun anew and has grown longer than its copy is another log.
    for (last = Math.max(0, last - 1); last < newest; last += ENTRIES_AT_ONCE) {
      const page = await from.listAudit({ limit: ENTRIES_AT_ONCE, before: last + ENTRIES_AT_ONCE + 1 });
      await to.saveAudit(page.filter(({ seq }) => seq > last).reverse());
    }
    copied = newest;
  }

  async function attempt(): Promise<void> {
    try {
      await catchUp();
    } catch (error) {
      // Whoever watches over the store tells that it is away.
      if (error instanceof ConnectivityError || complained) return;
      complained = true;
      log.error("the audit log is not copied: the copy belongs to another log", { error: String(error) });
    }
  }

  const stop = timers.every(everyMs, () => {
    running ??= attempt().finally(() => {
      running = null;
    });
  });
  return {
    async [Symbol.asyncDispose]() {
      stop();
      await running;
      await attempt();
    },
  };
}
