import type { OpportunityBatch, OpportunityPage, OpportunityQuery } from "#ledger";
import { type OpportunityRecord, PCT_DECIMALS } from "#model";
import { toPercent } from "./decimals.ts";
import { type Fields, time } from "./fields.ts";
import type { MongoServer } from "./mongo-link.ts";
import {
  opportunityFromFields,
  opportunityRecordFromFields,
  opportunityToFields,
} from "./opportunity-document.ts";
import { readPage, within } from "./page.ts";
import { notLater, type StateRule, saveStates } from "./save-states.ts";
import { inTransaction } from "./transaction.ts";
import { WINDOW_RULE, windows } from "./window-collection.ts";
import { windowToFields } from "./window-document.ts";

const OPPORTUNITY_RULE: StateRule = {
  // The key of the listing never moves, or a page could repeat or skip a row.
  fixed: ["id", "timestamp"],
  notLaterThan(state) {
    const older = notLater([
      ["updates", state.updates],
      ["updated_at", state.updated_at],
    ]);
    return state.closed_at === null ? { closed_at: null, ...older } : { $or: [{ closed_at: null }, older] };
  },
};

/** Opportunities and their windows agree: both or none. */
export async function saveBatch(server: MongoServer, batch: OpportunityBatch): Promise<void> {
  const found = batch.opportunities.map(opportunityToFields);
  const around = batch.windows.map(windowToFields);
  await inTransaction(server, async (session) => {
    await saveStates(opportunities(server), found, OPPORTUNITY_RULE, session);
    await saveStates(windows(server), around, WINDOW_RULE, session);
  });
}

export function listOpportunities(server: MongoServer, query: OpportunityQuery): Promise<OpportunityPage> {
  const { asset, direction, minSpreadPct, fromMs, toMs, cursor, limit } = query;
  const filter: Fields = {
    ...(asset === undefined ? {} : { asset }),
    ...(direction === undefined ? {} : { direction }),
    ...(minSpreadPct === undefined ? {} : { spread_pct: { $gte: toPercent(minSpreadPct, PCT_DECIMALS) } }),
    ...within(fromMs, toMs),
  };
  const asked = { filter, cursor, limit, without: ["depth"] };
  return readPage(opportunities(server), asked, opportunityFromFields);
}

export async function getOpportunity(server: MongoServer, id: string): Promise<OpportunityRecord | null> {
  const fields = await opportunities(server).findOne({ id });
  return fields === null ? null : opportunityRecordFromFields(fields);
}

/** How many were first seen within, injected ones apart. */
export function countOpportunities(server: MongoServer, fromMs: number, toMs: number): Promise<number> {
  const within = { $gte: time(fromMs), $lt: time(toMs) };
  return opportunities(server).countDocuments({ is_injected: false, timestamp: within });
}

/** Closes what a process that was killed left open, at the last time that it was seen. */
export async function closeAbandoned(server: MongoServer): Promise<void> {
  await opportunities(server).updateMany({ closed_at: null }, [{ $set: { closed_at: "$updated_at" } }]);
}

/** Forgets those first seen before then; answers how many. */
export async function deleteOpportunitiesBefore(server: MongoServer, timestampMs: number): Promise<number> {
  const done = await opportunities(server).deleteMany({ timestamp: { $lt: time(timestampMs) } });
  return done.deletedCount;
}

function opportunities({ database }: MongoServer) {
  return database.collection<Fields>("opportunities");
}
