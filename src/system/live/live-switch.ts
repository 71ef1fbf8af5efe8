import type { CommandAnswer, OperatorCommand, TradingView } from "#engine";
import type { AuditNote } from "#ledger";
import { InputError, type Log, RejectedError, type Timers } from "#model";
import { LIVE_PHRASE, type LiveCheck } from "#wire";

export interface LiveSwitchOptions {
  readonly mode: "demo" | "observe" | "live";
  readonly checks: () => readonly LiveCheck[];
  /** Null while the venues are being reached. */
  readonly trading: () => TradingView | null;
  readonly command: (command: OperatorCommand) => Promise<CommandAnswer>;
  readonly audit: (entry: Omit<AuditNote, "atMs">) => Promise<void>;
  readonly timers: Timers;
  readonly log: Log;
}

const LOOK_MS = 250;

/** Whether real orders may be switched on, and the switching on. */
export class LiveSwitch {
  readonly #options: LiveSwitchOptions;

  constructor(options: LiveSwitchOptions) {
    this.#options = options;
  }

  /** Everything that stands against it, as sentences; empty where nothing does. */
  obstacles(): readonly string[] {
    const { mode, checks, trading } = this.#options;
    if (mode !== "live") return [`this process was started with --mode ${mode}, not with --mode live`];
    const failed = checks().filter(({ state }) => state !== "ok");
    const view = trading();
    return [
      ...failed.map(({ check, state, detail }) => `${check} is ${state} (${detail})`),
      ...(view === null ? ["the venues are still being reached"] : shutBy(view)),
    ];
  }

  /**
   * Resolves when real orders are on, durably audited. Throws RejectedError that names every obstacle, and where there
   * is none InputError for want of the phrase.
   */
  async enable({ by, confirmed }: { readonly by: string; readonly confirmed: boolean }): Promise<void> {
    const { command, audit, log } = this.#options;
    const obstacles = this.obstacles();
    if (obstacles.length > 0) {
      log.warning("live trading refused", { by, obstacles: obstacles.join("; ") });
      throw new RejectedError("live-shut", `live trading stays off: ${obstacles.join("; ")}`);
    }
    if (!confirmed) throw new InputError("confirm", `confirm: expected the phrase "${LIVE_PHRASE}"`);
    await audit({ by, action: "live-trading", before: "false", after: "true" });
    const answer = await command({ kind: "observe-only", on: false, by });
    if (!answer.ok) throw new RejectedError("live-shut", `live trading stays off: ${answer.detail}`);
    log.warning("LIVE TRADING is on: real orders with real money", { by });
  }

  /** Tells of each check once it is known, and at the end that all are passed. Disposing ends it. */
  tell({ observeOnly }: { readonly observeOnly: boolean }): Disposable {
    const { timers, log, checks } = this.#options;
    if (!observeOnly) log.warning("OBSERVE_ONLY=false does not open live trading: it starts off, as always");
    const told = new Map<string, string>();
    const stop = timers.every(LOOK_MS, () => {
      const all = checks();
      for (const { check, state, detail } of all) {
        if (state === "pending" || told.get(check) === state) continue;
        told.set(check, state);
        log[state === "ok" ? "info" : "warning"]("Live check", { check, state, detail });
      }
      if (all.some(({ state }) => state !== "ok")) return;
      stop();
      log.info("Live check passed: trading stays off until an admin switches it on");
    });
    return { [Symbol.dispose]: stop };
  }
}

function shutBy({ risk, gateReason }: TradingView): readonly string[] {
  return [
    ...risk.pauses.map(({ reason, detail }) => `trading is paused: ${reason} (${detail})`),
    ...(gateReason === null ? [] : [`the gate is shut: ${gateReason}`]),
  ];
}
