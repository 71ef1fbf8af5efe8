import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { ConfigError } from "#model";
import { faultPlan, SCENARIOS, type StandInOptions } from "#sim";
import { type Flags, flagText } from "./commands/command.ts";
import { wholeBetween } from "./config-values.ts";

/** Flags that shape the stand-in venues, shared by `start`, `run --mode demo` and `sim`. */
export const STAND_IN_FLAGS = {
  seed: { type: "string" },
  scenario: { type: "string" },
  capture: { type: "string" },
  faults: { type: "string" },
  pace: { type: "string" },
  "slot-ms": { type: "string" },
  "taker-fee-bps": { type: "string" },
} as const;

const SLOT_MS = 250;

/** Reads those flags. Throws ConfigError with one line that names the flag. */
export function readStandInFlags(flags: Flags, bases: readonly string[]): StandInOptions {
  const scenario = SCENARIOS.find((name) => name === (flagText(flags, "scenario") ?? "volatile"));
  if (scenario === undefined)
    throw new ConfigError("scenario", `--scenario: expected one of ${SCENARIOS.join(", ")}`);
  const capture = flagText(flags, "capture");
  if (capture !== undefined && !isFolder(capture))
    throw new ConfigError("capture", `--capture ${capture}: no such folder`);
  const pace = whole(flags, "pace", 1, 10, 1);
  return {
    pace,
    seed: whole(flags, "seed", 0, 2 ** 31, 1),
    scenario,
    bases,
    slotMs: whole(flags, "slot-ms", 20, 10_000, Math.round(SLOT_MS / pace)),
    captureDir: capture ?? null,
    faults: readFaults(flagText(flags, "faults")),
    geminiPort: whole(flags, "gemini-port", 0, 65_535, 0),
    solanaPort: whole(flags, "solana-port", 0, 65_535, 0),
    account: readFees(flagText(flags, "taker-fee-bps")),
  };
}

/** Basis points as decimal text: "35" or "12.5". */
function readFees(takerBps: string | undefined): NonNullable<StandInOptions["account"]> {
  if (takerBps === undefined) return {};
  if (!/^\d{1,4}(\.\d{1,6})?$/.test(takerBps)) {
    throw new ConfigError(
      "taker-fee-bps",
      `--taker-fee-bps ${takerBps}: expected basis points such as 35 or 12.5`,
    );
  }
  return { fees: { taker: takerBps } };
}

function whole(flags: Flags, name: string, min: number, max: number, fallback: number): number {
  const said = flagText(flags, name);
  return said === undefined ? fallback : wholeBetween(min, max)(`--${name}`, said);
}

function readFaults(file: string | undefined): StandInOptions["faults"] {
  if (file === undefined) return { faults: [] };
  try {
    return faultPlan.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new ConfigError("faults", `--faults ${file}: ${whyUnreadable(error)}`, { cause: error });
  }
}

/** The first thing that is wrong, and where: `faults.0.atMs: expected number`. */
function whyUnreadable(error: unknown): string {
  if (error instanceof z.ZodError) {
    const { path = [], message = "" } = error.issues[0] ?? {};
    return `${path.join(".")}: ${message}`;
  }
  return error instanceof Error ? error.message : String(error);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
