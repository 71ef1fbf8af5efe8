import type { AuditEntry } from "./wire.ts";

/** One value that an audited action changed, ready to print. */
export interface AuditChange {
  /** Empty where the whole value is one. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

type Fields = Readonly<Record<string, unknown>>;

const NOTHING = "nothing";

/** What differs between the two values: field by field where they have fields, else as a whole. */
export function auditChanges({ before, after }: Pick<AuditEntry, "before" | "after">): AuditChange[] {
  const [old, next] = [fieldsOf(before), fieldsOf(after)];
  if (old === null || next === null || (!isFields(before) && !isFields(after))) {
    return differing([{ name: "", before: valueText(before), after: valueText(after) }]);
  }
  const names = new Set([...Object.keys(old), ...Object.keys(next)]);
  return differing(
    [...names].map((name) => ({ name, before: valueText(old[name]), after: valueText(next[name]) })),
  );
}

function differing(changes: readonly AuditChange[]): AuditChange[] {
  return changes.filter((change) => change.before !== change.after);
}

/** What was not there had no fields; anything else without fields cannot be compared by them. */
function fieldsOf(value: unknown): Fields | null {
  if (value === null || value === undefined) return {};
  return isFields(value) ? value : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** "manual", "12", "reason manual, scope all"; lists are parted by semicolons. */
function valueText(value: unknown): string {
  if (value === null || value === undefined || value === "") return NOTHING;
  if (Array.isArray(value)) return value.length === 0 ? NOTHING : value.map(valueText).join("; ");
  if (!isFields(value)) return String(value);
  const parts = Object.entries(value).map(([name, part]) => `${name} ${valueText(part)}`);
  return parts.length === 0 ? NOTHING : parts.join(", ");
}
