import { ConfigError } from "#model";
import type { Mode } from "../config.ts";
import { countsOf, examine, tableOf } from "../doctor/index.ts";
import { type Command, flagText } from "./command.ts";
import { FOLDER_FLAGS } from "./data-folder.ts";

/** `tandem doctor`: what stands in the way of a start in this mode; 0 where nothing does, warnings or not. */
export const doctorCommand: Command = {
  options: { ...FOLDER_FLAGS, mode: { type: "string" }, json: { type: "boolean" } },
  positionals: 0,
  async run(flags) {
    const mode = modeOf(flagText(flags, "mode") ?? "demo");
    const findings = await examine({
      ...{ mode, processEnv: process.env },
      envFile: flagText(flags, "env-file"),
      dataDir: flagText(flags, "data-dir"),
      onWaiting: (names) => process.stderr.write(`still looking at: ${names.join(", ")}\n`),
    });
    const counts = countsOf(findings);
    const report = { mode, ok: counts.failed === 0, counts, checks: findings };
    process.stdout.write(flags.json === true ? `${JSON.stringify(report)}\n` : tableOf(findings));
    return report.ok ? 0 : 1;
  },
};

function modeOf(said: string): Mode {
  if (said === "demo" || said === "observe" || said === "live") return said;
  throw new ConfigError("mode", `--mode: expected demo, observe or live, got ${said}`);
}
