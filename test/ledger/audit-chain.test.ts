import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { AUDIT_GENESIS, type AuditEntry, type AuditNote, chainNext, createAuditCheck } from "#ledger";

const note = (action: string): AuditNote => ({
  atMs: 7,
  by: "ada@10.0.0.1",
  action,
  before: null,
  after: '"é"',
});

function aLog(): AuditEntry[] {
  const log: AuditEntry[] = [];
  for (const action of ["pause", "limits", "resume", "inject"])
    log.push(chainNext(log.at(-1) ?? null, note(action)));
  return log;
}

function verdict(log: readonly AuditEntry[], noted: string | null = null) {
  const check = createAuditCheck(noted);
  for (const entry of log) check.add(entry);
  return check.verdict();
}

describe("the operators' log", () => {
  it("is whole as it was written, and its head is the hash of the last entry", () => {
    const whole = { firstBadSeq: null, holdsNoted: null };
    expect(verdict(aLog())).toEqual({ ...whole, entries: 4, head: aLog()[3]?.hash });
    expect(verdict([])).toEqual({ ...whole, entries: 0, head: AUDIT_GENESIS });
  });

  it("is hashed as its documentation says, so that any tool can check it", () => {
    const text = `["${AUDIT_GENESIS}",1,7,"ada@10.0.0.1","pause",null,"\\"é\\""]`;
    expect(aLog()[0]?.hash).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
  });

  const swapped = ([a, b, c, d]: AuditEntry[]) => [a, c, b, d] as AuditEntry[];
  it.each<[string, (log: AuditEntry[]) => AuditEntry[], number]>([
    ["a changed name", (log) => log.with(1, { ...(log[1] as AuditEntry), by: "eve" }), 2],
    ["a changed value", (log) => log.with(2, { ...(log[2] as AuditEntry), after: null }), 3],
    ["a changed time", (log) => log.with(0, { ...(log[0] as AuditEntry), atMs: 8 }), 1],
    ["a missing entry", (log) => log.toSpliced(1, 1), 2],
    ["a missing beginning", (log) => log.slice(1), 1],
    ["a swapped pair", swapped, 2],
    ["an entry put in between", (log) => log.toSpliced(2, 0, chainNext(log[1] ?? null, note("forged"))), 4],
    [
      "an entry hashed anew without what follows",
      (log) => log.with(1, chainNext(log[0] ?? null, note("forged"))),
      3,
    ],
  ])("tells of %s", (_, change, firstBadSeq) => {
    expect(verdict(change(aLog())).firstBadSeq).toBe(firstBadSeq);
  });

  it("looks whole when its end is cut off, and only a noted head tells", () => {
    const noted = aLog()[3]?.hash ?? "";
    const cut = verdict(aLog().slice(0, 3), noted);
    expect(cut.holdsNoted).toBe(false);
    expect(cut.firstBadSeq).toBeNull();
    expect(cut.head).not.toBe(verdict(aLog()).head);
  });

  it("holds a head that was noted earlier however much was written since, and not where it was written anew", () => {
    const noted = aLog()[1]?.hash ?? "";
    expect(verdict(aLog(), noted).holdsNoted).toBe(true);
    expect(verdict(aLog(), AUDIT_GENESIS).holdsNoted).toBe(true);
    const anew: AuditEntry[] = [];
    for (const { action } of aLog())
      anew.push(chainNext(anew.at(-1) ?? null, { ...note(action), by: "eve" }));
    expect(verdict(anew, noted)).toMatchObject({ firstBadSeq: null, holdsNoted: false });
  });
});
