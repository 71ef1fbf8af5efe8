import { configurationPage } from "../configuration-page.ts";
import type { Command } from "./command.ts";

/** `tandem configuration`: the page docs/configuration.md, from the table that the configuration is checked against. */
export const configurationCommand: Command = {
  options: {},
  positionals: 0,
  async run() {
    process.stdout.write(configurationPage());
    return 0;
  },
};
