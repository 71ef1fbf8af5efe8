import type { OpportunityStore } from "#ledger";
import type { Clock, Log } from "#model";
import type { MainStores } from "../main-stores.ts";
import { createRetention } from "../retention.ts";
import { lastAuditSeq, listAudit, saveAudit } from "./audit-collection.ts";
import { type Fields, time } from "./fields.ts";
import { createMongoLink, type MongoLink, type MongoServer } from "./mongo-link.ts";
import {
  closeAbandoned,
  countOpportunities,
  deleteOpportunitiesBefore,
  getOpportunity,
  listOpportunities,
  saveBatch,
} from "./opportunity-collection.ts";
import { createRowsAfter } from "./rows-after.ts";
import { forgetSnapshots, listSnapshots, saveSnapshot } from "./snapshot-collection.ts";
import {
  closedTrades,
  countTrades,
  dailyFigures,
  getTrade,
  listTrades,
  saveTrades,
} from "./trade-collection.ts";
import { latestWindows, listWindows } from "./window-collection.ts";

export interface MongoOptions {
  /** Where the server is; its path names the database, `arbitrage` where it has none. Never shown. */
  readonly url: string;
  readonly log: Log;
  readonly clock: Clock;
  /** How long opportunities are kept, 7 days where not given. Windows and trades stay. */
  readonly retentionMs?: number;
}

/**
 * The stores on a server that need not be there yet: each call finds out anew, and the first one that is answered makes
 * the indexes and closes what a process that was killed left open. One Tandem a database: another one's open
 * opportunities would be taken for abandoned. Throws ConfigError that names MONGO_URL where the address is none.
 */
export function openMongo(options: MongoOptions): MainStores {
  const link = createMongoLink({ ...options, onFirst: closeAbandoned });
  const close = () => link.close();
  return {
    opportunities: opportunityStore(link, options),
    trades: {
      saveTrades: (records) => link.use((server) => saveTrades(server, records)),
      listTrades: (query) => link.use((server) => listTrades(server, query)),
      countTrades: (filter) => link.use((server) => countTrades(server, filter)),
      getTrade: (id) => link.use((server) => getTrade(server, id)),
      closedTrades: (query) => link.use((server) => closedTrades(server, query)),
      dailyFigures: (limit) => link.use((server) => dailyFigures(server, limit)),
    },
    snapshots: {
      saveSnapshot: (snapshot) => link.use((server) => saveSnapshot(server, snapshot)),
      listSnapshots: (query) => link.use((server) => listSnapshots(server, query)),
      forgetSnapshots: (beforeMs) => link.use((server) => forgetSnapshots(server, beforeMs)),
    },
    audit: {
      lastAuditSeq: () => link.use(lastAuditSeq),
      saveAudit: (entries) => link.use((server) => saveAudit(server, entries)),
      listAudit: (query) => link.use((server) => listAudit(server, query)),
    },
    rows: createRowsAfter(link),
    check: () => link.use((server) => leaveMark(server, options.clock)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function opportunityStore(link: MongoLink, options: MongoOptions): OpportunityStore {
  const retention = createRetention({
    ...options,
    deleteBefore: (timestampMs) => link.use((server) => deleteOpportunitiesBefore(server, timestampMs)),
  });
  return {
    async save(batch) {
      await link.use((server) => saveBatch(server, batch));
      await retention.applyWhenDue();
    },
    listOpportunities: (query) => link.use((server) => listOpportunities(server, query)),
    getOpportunity: (id) => link.use((server) => getOpportunity(server, id)),
    async countOpportunities(fromMs, toMs) {
      if (retention.reaches(fromMs)) return null;
      return await link.use((server) => countOpportunities(server, fromMs, toMs));
    },
    listWindows: (query) => link.use((server) => listWindows(server, query)),
    latestWindows: () => link.use(latestWindows),
  };
}

/** A small write: a server that only answers reads, or whose disk is full, does not work either. */
async function leaveMark({ database }: MongoServer, clock: Clock): Promise<void> {
  const at = { $set: { at: time(clock.epochMs()) } };
  await database.collection<Fields>("last_check").updateOne({ id: "storage" }, at, { upsert: true });
}
