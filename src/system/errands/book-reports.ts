import type { AuditVerdict } from "#ledger";
import type { BackupManifest } from "#storage";
import type { ErrandReport } from "./exchange.ts";

/** One JSON line: what a check of the operators' log found, against a head that was noted earlier where one is given. */
export function auditReport({ entries, firstBadSeq, head, holdsNoted }: AuditVerdict): ErrandReport {
  const ok = firstBadSeq === null && holdsNoted !== false;
  const noted = holdsNoted === null ? {} : { holds_expected_head: holdsNoted };
  return { ok, lines: [JSON.stringify({ entries, ok, first_bad_seq: firstBadSeq, head, ...noted })] };
}

/** One JSON line: what a backup holds. */
export function backupReport({ taken, databases }: BackupManifest, dir: string): ErrandReport {
  const summary = databases.map(({ name, bytes, rows }) => ({ name, bytes, rows }));
  return { ok: true, lines: [JSON.stringify({ backup: dir, taken, databases: summary })] };
}
