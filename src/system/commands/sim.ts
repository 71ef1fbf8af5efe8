import { chmodSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
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
    "wallet-file": { type: "string" },
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
    const wallet = writeWallet(flagText(flags, "wallet-file"), envFile, standIns);
    const env = { ...standIns.addresses.env, ...wallet };
    if (envFile !== undefined) writeEnvFile(envFile, env);
    process.stdout.write(`${JSON.stringify({ ...standIns.addresses, env })}\n`);
    const code = await untilStopped();
    await closeWithin(2_000, () => standIns.stop());
    return code;
  },
};

function writeEnvFile(file: string, env: Readonly<Record<string, string>>): void {
  const lines = Object.entries(env).map(([key, value]) => `${key}=${value}`);
  write("write-env", file, () => {
    // It holds the stand-in's key, and the habit of guarding such a file is worth more than this one.
    writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
  });
}

/** The trading key as `solana-keygen` writes it, beside the environment file where no other place is said. */
function writeWallet(
  said: string | undefined,
  envFile: string | undefined,
  { solana }: StandIns,
): Record<string, string> {
  const file = said ?? (envFile === undefined ? undefined : `${envFile}.wallet.json`);
  const { wallet } = solana;
  if (file === undefined || wallet === undefined) return {};
  const path = resolve(file);
  write("wallet-file", file, () => {
    writeFileSync(path, `${JSON.stringify(wallet.secretKey)}\n`, { mode: 0o600 });
    // The mode above counts for a new file only.
    chmodSync(path, 0o600);
  });
  return { SOLANA_KEYPAIR: path };
}

function write(flag: string, file: string, put: () => void): void {
  try {
    put();
  } catch (error) {
    throw new ConfigError(flag, `--${flag} ${file}: ${(error as Error).message}`, { cause: error });
  }
}
