import { writeFileSync } from "node:fs";
import { ConfigError } from "#model";
import { type StandIns, startStandIns } from "#sim";
import { readStandInFlags, STAND_IN_FLAGS } from "../stand-in-flags.ts";
import { closeWithin, untilStopped } from "../stop-signal.ts";
import { type Command, flagText } from "./command.ts";

/** `tandem sim`: the stand-in venues alone, until stopped. Prints one JSON line with their addresses. */
export const simCommand: Command = {
  options: {
    ...STAND_IN_FLAGS,
    assets: { type: "string" },
    "write-env": { type: "string" },
    "gemini-port": { type: "string" },
    "solana-port": { type: "string" },
  },
  positionals: 0,
  async run(flags) {
    const bases = (flagText(flags, "assets") ?? "SOL,BTC,ETH")
      .split(",")
      .map((base) => base.trim().toUpperCase());
    const standIns = await startStandIns(readStandInFlags(flags, bases));
    const envFile = flagText(flags, "write-env");
    if (envFile !== undefined) writeEnvFile(envFile, standIns);
    process.stdout.write(`${JSON.stringify(standIns.addresses)}\n`);
    const code = await untilStopped();
    await closeWithin(2_000, () => standIns.stop());
    return code;
  },
};

function writeEnvFile(file: string, standIns: StandIns): void {
  const lines = Object.entries(standIns.addresses.env).map(([key, value]) => `${key}=${value}`);
  try {
    writeFileSync(file, `${lines.join("\n")}\n`);
  } catch (error) {
    throw new ConfigError("write-env", `--write-env ${file}: ${(error as Error).message}`, { cause: error });
  }
}
