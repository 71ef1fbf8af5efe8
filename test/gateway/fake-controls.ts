import type { Controls } from "#gateway";
import { InputError } from "#model";
import type { RiskPatch } from "#wire";
import { aTrade } from "./builders.ts";

export interface FakeControls extends Controls {
  /** What was commanded, in order. */
  readonly commands: { readonly name: string; readonly command: object }[];
}

/** Takes every command and does what it says; the real ones have their own tests. */
export function createFakeControls(options: { onLimits?: (patch: RiskPatch) => void } = {}): FakeControls {
  const commands: { name: string; command: object }[] = [];
  const note = (name: string, command: object) => void commands.push({ name, command });
  return {
    commands,
    async pause(command) {
      note("pause", command);
      return { reason: command.reason ?? "manual" };
    },
    resume: async (command) => note("resume", command),
    async observeOnly(command) {
      note("observeOnly", command);
      return { enabled: command.enabled };
    },
    liveTrading: async (command) => note("liveTrading", command),
    async resolve(command) {
      note("resolve", command);
      if (command.tradeId !== "trade-1")
        throw new InputError("unknown-trade", `no open trade ${command.tradeId}`);
      return aTrade({ status: command.action === "accept" ? "stranded" : "executing" });
    },
    acceptDrift: async (command) => note("acceptDrift", command),
    async changeLimits(command) {
      note("changeLimits", command);
      options.onLimits?.(command.patch);
    },
  };
}
