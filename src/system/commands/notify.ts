import { ConfigError } from "#model";
import { openChannels, type Trial, tryChannels } from "#notify";
import { systemClock, systemTimers } from "../clock.ts";
import { CHANNEL_KEYS, readNotify } from "../config-notify.ts";
import { reader } from "../config-read.ts";
import { loadEnvironment } from "../env-file.ts";
import { type Command, flagText } from "./command.ts";

/** `tandem notify test`: one message through each channel; 1 where one was not taken, 2 where there is none. */
export const notifyCommand: Command = {
  options: { "env-file": { type: "string" } },
  positionals: 1,
  async run(flags, [word]) {
    if (word !== "test")
      throw new ConfigError("notify", `tandem notify: expected test, got ${word ?? "nothing"}`);
    const { values } = loadEnvironment(process.env, flagText(flags, "env-file"));
    const { targets, consoleUrl } = readNotify(reader(values));
    const channels = openChannels(targets, { clock: systemClock, timers: systemTimers, fetch });
    if (channels.length === 0)
      throw new ConfigError("notify", `nobody is told: set ${CHANNEL_KEYS} (docs/notifications.md)`);
    const trials = await tryChannels(channels, { clock: systemClock, consoleUrl });
    process.stdout.write(trials.map((trial) => `${lineOf(trial)}\n`).join(""));
    return trials.every(({ error }) => error === null) ? 0 : 1;
  },
};

function lineOf({ channel, error }: Trial): string {
  return error === null ? `${channel}: taken` : `${channel}: not taken: ${error}`;
}
