import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TradePolicy } from "#model";
import { runMatrix } from "../chaos/run-matrix.ts";
import { runStorm, type Summary } from "../chaos/run-storm.ts";
import { oneOf, wholeBetween } from "../config-values.ts";
import { untilStopped } from "../stop-signal.ts";
import { type Command, type Flags, flagText } from "./command.ts";

/**
 * `tandem chaos`: trades under faults and kills, then compares everything that Tandem kept with what its venues know.
 * One JSON line on standard output; 0 only where nothing is wrong.
 */
export const chaosCommand: Command = {
  options: {
    ...{ seed: { type: "string" }, trades: { type: "string" }, kill: { type: "boolean" } },
    "kill-every": { type: "string" },
    ...{ policy: { type: "string" }, "slot-ms": { type: "string" }, keep: { type: "string" } },
    ...{ matrix: { type: "boolean" }, every: { type: "string" }, points: { type: "string" } },
  },
  positionals: 0,
  async run(flags) {
    const asked = readFlags(flags);
    const { path, remove } = openFolder(flagText(flags, "keep"));
    const stop = new AbortController();
    const stopped = untilStopped().then((code) => {
      stop.abort();
      return code;
    });
    try {
      const shared = { ...asked, folder: path, signal: stop.signal, say };
      const summary = await (flags.matrix === true ? runMatrix(shared) : runStorm(shared));
      return print(summary);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      return await stopped;
    } finally {
      remove();
    }
  },
};

function readFlags(flags: Flags) {
  const whole = (name: string, min: number, max: number, fallback: number): number => {
    const said = flagText(flags, name);
    return said === undefined ? fallback : wholeBetween(min, max)(`--${name}`, said);
  };
  const policy: TradePolicy = oneOf("dex-first", "cex-first")(
    "--policy",
    flagText(flags, "policy") ?? "dex-first",
  );
  return {
    ...{
      policy,
      killEvery: flags.kill === true ? whole("kill-every", 1, 1_000, 3) : null,
      every: whole("every", 1, 1_000, 1),
    },
    ...{ seed: whole("seed", 0, 2 ** 31, 1), trades: whole("trades", 1, 1_000_000, 60) },
    slotMs: whole("slot-ms", 20, 10_000, 20),
    points: flagText(flags, "points") === undefined ? null : whole("points", 1, 10_000, 1),
  };
}

/** A folder of the run's own, gone afterwards unless it is asked for. */
function openFolder(keep: string | undefined): { readonly path: string; remove(): void } {
  if (keep === undefined) {
    const path = mkdtempSync(join(tmpdir(), "tandem-chaos-"));
    return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
  }
  const path = resolve(keep);
  mkdirSync(path, { recursive: true });
  return { path, remove() {} };
}

function say(line: string): void {
  process.stderr.write(`chaos: ${line}\n`);
}

function print(summary: Summary): number {
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  return summary.ok ? 0 : 1;
}
