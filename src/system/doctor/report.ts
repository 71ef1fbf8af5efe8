import { SECRET_KEYS } from "../config-keys.ts";
import type { Environment } from "../env-file.ts";
import { harmless } from "../log.ts";
import type { Finding, State } from "./finding.ts";

const MARKS: Readonly<Record<State, string>> = { ok: "✓", warning: "!", failed: "✗", skipped: "–" };

/** The table for people, its advice below each line, and a last line that sums up. */
export function tableOf(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const indent = " ".repeat(width + 4);
  const lines = findings.flatMap(({ check, state, seen, advice }) => [
    `${MARKS[state]} ${check.padEnd(width)}  ${harmless(seen)}`,
    ...(advice === null ? [] : [`${indent}-> ${harmless(advice)}`]),
  ]);
  return [...lines, "", summaryOf(findings), ""].join("\n");
}

function summaryOf(findings: readonly Finding[]): string {
  const { ok, warning, failed, skipped } = countsOf(findings);
  const verdict = failed > 0 ? "not ready" : warning > 0 ? "ready, with warnings" : "ready";
  return `${verdict}: ${ok} ok, ${warning} warnings, ${failed} failed, ${skipped} skipped`;
}

export function countsOf(findings: readonly Finding[]): Readonly<Record<State, number>> {
  const count = (wanted: State) => findings.filter(({ state }) => state === wanted).length;
  return { ok: count("ok"), warning: count("warning"), failed: count("failed"), skipped: count("skipped") };
}

/** What stands in the place of a secret. */
const HIDDEN = "(secret)";
/** Shorter ones are words that may stand in a sentence by chance. */
const SHORTEST = 6;

/** The findings without any value of a secret key, whoever put it into a message. */
export function withoutSecrets(findings: readonly Finding[], values: Environment): readonly Finding[] {
  const secrets = SECRET_KEYS.map((key) => values[key] ?? "").filter(({ length }) => length >= SHORTEST);
  const clean = (text: string) => secrets.reduce((left, secret) => left.replaceAll(secret, HIDDEN), text);
  return findings.map((finding) => ({
    ...finding,
    seen: clean(finding.seen),
    advice: finding.advice === null ? null : clean(finding.advice),
  }));
}
