import { describe, expect, it } from "vitest";
import type { Landing } from "../../../../src/venue/solana/trading/landing.ts";
import { type Finding, Pursuit, type StatusAnswer } from "../../../../src/venue/solana/trading/pursuit.ts";
import { anIntent } from "./builders.ts";

const LANDED: Landing = {
  slot: 2_000,
  feeLamports: 6_000n,
  outcome: { ok: true, baseDelta: -1_000_000n, quoteDelta: 995_000n },
};

/** A pursuit whose last valid height is 1150, and what it said. */
function pursue(providers = 2): { pursuit: Pursuit; said: Finding[]; kinds: () => string[] } {
  const said: Finding[] = [];
  const pursuit = new Pursuit(anIntent(), providers, (finding) => said.push(finding));
  const kinds = () =>
    said.map((one) => (one.kind === "dex-landed" ? `${one.kind} ${one.commitment}` : one.kind));
  return { pursuit, said, kinds };
}

function known(
  level: "processed" | "confirmed" | "finalized",
  contextSlot: number,
  slot = 2_000,
): StatusAnswer {
  const confirmations = level === "finalized" ? null : 1;
  return {
    contextSlot,
    status: { slot, confirmations, err: null, confirmationStatus: level },
    finalized: null,
  };
}

const absent = (contextSlot: number, finalized: StatusAnswer["finalized"] = null): StatusAnswer => ({
  contextSlot,
  status: null,
  finalized,
});

const OVER = { slot: 2_500, height: 1_151 };

describe("sending", () => {
  it("is acknowledged once, however many providers accept how often", () => {
    const { pursuit, kinds } = pursue();
    pursuit.accepted("a");
    pursuit.accepted("b");
    pursuit.unanswered("late");
    expect(kinds()).toEqual(["dex-acked"]);
  });

  it("is unknown once where a round brought nothing, and acknowledged by a later one", () => {
    const { pursuit, kinds } = pursue();
    pursuit.unanswered("timeout");
    pursuit.unanswered("timeout");
    pursuit.accepted("a");
    expect(kinds()).toEqual(["dex-unknown", "dex-acked"]);
    expect(pursuit.isOpen).toBe(true);
  });

  it("goes on until the swap is in a block, and again after it has vanished from it", () => {
    const { pursuit } = pursue();
    expect(pursuit.wantsSending).toBe(true);
    pursuit.onLanding("confirmed", LANDED);
    expect(pursuit.wantsSending).toBe(false);
    pursuit.onStatus(absent(2_001));
    pursuit.onStatus(absent(2_002));
    expect(pursuit.wantsSending).toBe(true);
  });
});

describe("landing", () => {
  it("asks for the record once a status says confirmed, not before", () => {
    const { pursuit } = pursue();
    expect(pursuit.onStatus(known("processed", 2_000))).toEqual({ kind: "none" });
    expect(pursuit.onStatus(known("confirmed", 2_001))).toEqual({
      kind: "read",
      commitment: "confirmed",
      slot: 2_000,
    });
  });

  it("is told at confirmed and at finalized, once each", () => {
    const { pursuit, kinds, said } = pursue();
    pursuit.onLanding("confirmed", LANDED);
    pursuit.onLanding("confirmed", LANDED);
    expect(pursuit.onStatus(known("confirmed", 2_002))).toEqual({ kind: "none" });
    expect(pursuit.onStatus(known("finalized", 2_040))).toMatchObject({ commitment: "finalized" });
    pursuit.onLanding("finalized", LANDED);
    pursuit.onLanding("finalized", LANDED);
    expect(kinds()).toEqual(["dex-landed confirmed", "dex-landed finalized"]);
    expect(said[1]).toMatchObject({ ...LANDED, commitment: "finalized" });
    expect(pursuit.isOpen).toBe(false);
  });

  it("is told at both where it is first seen as final", () => {
    const { pursuit, kinds } = pursue();
    pursuit.onLanding("finalized", LANDED);
    expect(kinds()).toEqual(["dex-landed confirmed", "dex-landed finalized"]);
  });

  it("corrects itself where the final record says something else than the confirmed one", () => {
    const { pursuit, kinds, said } = pursue();
    pursuit.onLanding("confirmed", LANDED);
    const other: Landing = { ...LANDED, slot: 2_003, outcome: { ok: true, baseDelta: -1n, quoteDelta: 2n } };
    pursuit.onLanding("finalized", other);
    expect(kinds()).toEqual([
      "dex-landed confirmed",
      "dex-vanished",
      "dex-landed confirmed",
      "dex-landed finalized",
    ]);
    expect(said[3]).toMatchObject(other);
  });
});

describe("vanishing", () => {
  it("takes two absences as of different slots past the sighting", () => {
    const { pursuit, kinds } = pursue();
    pursuit.onLanding("confirmed", LANDED);
    pursuit.onStatus(absent(2_001));
    pursuit.onStatus(absent(2_001));
    expect(kinds()).toEqual(["dex-landed confirmed"]);
    pursuit.onStatus(absent(2_003));
    expect(kinds()).toEqual(["dex-landed confirmed", "dex-vanished"]);
  });

  it("does not follow from a node that lags behind the sighting", () => {
    const { pursuit, kinds } = pursue();
    pursuit.onLanding("confirmed", LANDED);
    for (const slot of [1_990, 1_995, 2_000]) pursuit.onStatus(absent(slot));
    expect(kinds()).toEqual(["dex-landed confirmed"]);
  });

  it("does not follow while another provider still knows of it", () => {
    const { pursuit, kinds } = pursue();
    pursuit.onLanding("confirmed", LANDED);
    for (const slot of [2_001, 2_003, 2_005]) {
      pursuit.onStatus(absent(slot));
      pursuit.onStatus(known("confirmed", slot));
    }
    expect(kinds()).toEqual(["dex-landed confirmed"]);
  });

  it("is not undone by a node that still tells of the past, but by a new landing", () => {
    const { pursuit, kinds } = pursue();
    pursuit.onLanding("confirmed", LANDED);
    pursuit.onStatus(absent(2_001));
    pursuit.onStatus(absent(2_003));
    expect(pursuit.onStatus(known("confirmed", 2_002))).toEqual({ kind: "none" });
    expect(pursuit.trustsHints).toBe(false);
    expect(pursuit.onStatus(known("confirmed", 2_010, 2_009))).toMatchObject({ kind: "read", slot: 2_009 });
    pursuit.onLanding("confirmed", { ...LANDED, slot: 2_009 });
    expect(kinds()).toEqual(["dex-landed confirmed", "dex-vanished", "dex-landed confirmed"]);
  });
});

describe("expiry", () => {
  it("searches the history only past the last valid height and only as of a slot past that point", () => {
    const { pursuit } = pursue();
    expect(pursuit.onStatus(absent(2_501))).toEqual({ kind: "none" });
    expect(pursuit.onStatus(absent(2_501, { slot: 2_499, height: 1_150 }))).toEqual({ kind: "none" });
    expect(pursuit.onStatus(absent(2_499, OVER))).toEqual({ kind: "none" });
    expect(pursuit.onStatus(absent(2_500, OVER))).toMatchObject({ kind: "search" });
  });

  it("takes two providers where there are two", () => {
    const { pursuit, kinds, said } = pursue(2);
    pursuit.onAbsent(0, 2_500, OVER);
    pursuit.onAbsent(0, 2_600, OVER);
    expect(kinds()).toEqual([]);
    pursuit.onAbsent(1, 2_601, OVER);
    expect(said).toEqual([
      {
        kind: "dex-expired",
        finalizedHeight: 1_151,
        detail: "2 providers have no record of it as of slots 2600 and 2601",
      },
    ]);
    expect(pursuit.isOpen).toBe(false);
  });

  it("takes two answers two slots apart where there is one provider", () => {
    const { pursuit, kinds } = pursue(1);
    pursuit.onAbsent(0, 2_500, OVER);
    pursuit.onAbsent(0, 2_501, OVER);
    expect(kinds()).toEqual([]);
    pursuit.onAbsent(0, 2_502, OVER);
    expect(kinds()).toEqual(["dex-expired"]);
  });

  it("starts anew where anyone knows of the transaction, and never follows a sighting", () => {
    const { pursuit, kinds } = pursue(2);
    pursuit.onAbsent(0, 2_500, OVER);
    pursuit.onStatus(known("processed", 2_501));
    pursuit.onAbsent(1, 2_502, OVER);
    expect(kinds()).toEqual([]);
    pursuit.onLanding("confirmed", LANDED);
    pursuit.onAbsent(0, 2_503, OVER);
    expect(kinds()).toEqual(["dex-landed confirmed"]);
  });
});
