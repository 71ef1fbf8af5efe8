import { decodeJson, type JournalRecord } from "#execution";

/** A journal record's event, past its kind only as far as it is looked at. */
export type JournalEvent = Readonly<Record<string, unknown>>;

/** {} of a record that cannot be read: whatever is wrong with a trade, the rest is told. */
export function eventOf({ body }: JournalRecord): JournalEvent {
  try {
    const event = decodeJson(body);
    return typeof event === "object" && event !== null ? (event as JournalEvent) : {};
  } catch {
    return {};
  }
}

/** What the plan of a trade says of where it came from. */
export function planOf(records: readonly JournalRecord[]): { readonly opportunityId?: string } {
  const { plan } = records[0] === undefined ? {} : eventOf(records[0]);
  const found = textAt(plan, "opportunityId");
  return found === undefined ? {} : { opportunityId: found };
}

/**
 * Everything that a line about the trade may call it by: its id (which begins that of every attempt, and so every
 * client order id), its opportunity, the venue's order ids and the signatures.
 */
export function namesOf(tradeId: string, records: readonly JournalRecord[]): readonly string[] {
  const events = records.map(eventOf);
  const found = events.flatMap(({ orderId, signed }) => [orderId, textAt(signed, "signature")]);
  const names = [tradeId, planOf(records).opportunityId, ...found];
  return [...new Set(names.filter((name) => typeof name === "string" && name !== ""))] as string[];
}

function textAt(value: unknown, key: string): string | undefined {
  if (typeof value !== "object" || value === null || !(key in value)) return undefined;
  const text = (value as Record<string, unknown>)[key];
  return typeof text === "string" ? text : undefined;
}
