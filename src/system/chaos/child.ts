import { appendFileSync } from "node:fs";
import { startBackend } from "../backend.ts";
import { systemClock, systemRandom, systemTimers } from "../clock.ts";
import { readConfig } from "../config.ts";
import { createLog } from "../log.ts";
import type { TradePoint } from "../trading/trading-host.ts";
import { ACCOUNT_EVERY_MS, CLIENT_LIMITS } from "./compressed-time.ts";

/** What the parent says: whom to be, and after how many trade points from now to die. */
export type LifeMessage =
  | {
      readonly kind: "live";
      readonly environment: Readonly<Record<string, string>>;
      /** Where a death is noted: one line with its point. */
      readonly deaths: string;
      readonly killAfter: number | null;
    }
  | { readonly kind: "arm"; readonly killAfter: number | null };

export type LifeAnswer = { readonly kind: "loaded" } | { readonly kind: "running"; readonly points: number };

/** A Tandem that ends itself by SIGKILL at the trade point that it was told: nothing is flushed, nothing is closed. */
class Life {
  #deaths = "";
  #points = 0;
  #killAfter: number | null = null;

  arm(killAfter: number | null): void {
    this.#points = 0;
    this.#killAfter = killAfter;
  }

  readonly point = (point: TradePoint): void => {
    this.#points += 1;
    if (this.#points !== this.#killAfter) return;
    appendFileSync(this.#deaths, `${this.#points} ${point}\n`);
    process.kill(process.pid, "SIGKILL");
  };

  async begin({ environment, deaths, killAfter }: LifeMessage & { kind: "live" }): Promise<void> {
    this.#deaths = deaths;
    this.arm(killAfter);
    const config = readConfig("demo", { values: environment, fileKeys: [], file: null });
    const backend = await startBackend({
      ...{ config, clock: systemClock, timers: systemTimers, random: systemRandom },
      log: createLog(config.logLevel, systemClock, (line) => process.stderr.write(line)),
      ...{ allowUnlisted: false, clientLimits: CLIENT_LIMITS, accountEveryMs: ACCOUNT_EVERY_MS },
      ...{ rehearsal: false, onTradePoint: this.point },
    });
    process.once("SIGTERM", () => {
      void backend[Symbol.asyncDispose]().then(() => process.exit(0));
    });
    process.send?.({ kind: "running", points: this.#points } satisfies LifeAnswer);
  }
}

function serve(): void {
  const life = new Life();
  process.on("message", (message: LifeMessage) => {
    if (message.kind === "arm") life.arm(message.killAfter);
    else
      life.begin(message).catch((error: unknown) => {
        process.stderr.write(`ERROR chaos: ${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      });
  });
  // Ctrl-C reaches the whole group: the parent ends this process when the run is over.
  process.on("SIGINT", () => {});
  process.on("disconnect", () => process.exit(0));
  process.send?.({ kind: "loaded" } satisfies LifeAnswer);
}

if (import.meta.main) serve();
