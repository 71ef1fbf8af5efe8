import type { AuditNote } from "#ledger";
import type { Log } from "#model";
import { type Config, readConfig } from "../config.ts";
import type { LoadedEnvironment } from "../env-file.ts";
import type { VenueKeys } from "../venue-keys.ts";
import { type EnvironmentMark, markOf, needsRestart, ROTATING } from "./environment-diff.ts";
import { hasRequest, type ReloadReport, takeRequest, writeAnswer } from "./reload-exchange.ts";
import type { Rotation } from "./rotate-keys.ts";

export interface KeyReloadOptions {
  readonly config: Config;
  /** What the process was started with. */
  readonly environment: LoadedEnvironment;
  /** Reads the same sources again. Throws ConfigError. */
  readonly reread: () => LoadedEnvironment;
  readonly rotate: (next: VenueKeys) => Promise<readonly Rotation[]>;
  /** Resolves when the entry is durable. */
  readonly audit: (entry: Omit<AuditNote, "atMs">) => Promise<void>;
  readonly log: Log;
}

/** Whoever can send this process a signal owns it. */
const BY = "local operator";

/** Reads the configuration again on request and puts new keys to use, one request after the other. */
export class KeyReload {
  readonly #options: KeyReloadOptions;
  readonly #mark: EnvironmentMark;
  #running: Promise<void> | null = null;
  #isWanted = false;

  constructor(options: KeyReloadOptions) {
    const { environment, ...kept } = options;
    // The values themselves are not kept: they hold the keys.
    this.#options = { ...kept, environment: { ...environment, values: {} } };
    this.#mark = markOf(environment.values);
  }

  /** True where `tandem keys reload` waits for this process. */
  get isAskedFor(): boolean {
    return hasRequest(this.#options.config.dataDir);
  }

  /** Begins a reload, or another one after that which runs. Returns at once; the outcome is logged, and answered to who asked. */
  request(): void {
    this.#isWanted = true;
    this.#running ??= this.#run();
  }

  /** Reads, checks and puts to use. Never rejects: what is wrong is in the report, and changes nothing. */
  async reload(): Promise<ReloadReport> {
    try {
      return await this.#reload();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { ok: false, lines: [`nothing changed: ${reason}`] };
    }
  }

  async #run(): Promise<void> {
    const { config, log } = this.#options;
    while (this.#isWanted) {
      this.#isWanted = false;
      const id = takeRequest(config.dataDir);
      const report = await this.reload();
      for (const line of report.lines) log[report.ok ? "info" : "warning"]("Keys reloaded", { result: line });
      if (id !== null) this.#answer(id, report);
    }
    this.#running = null;
  }

  async #reload(): Promise<ReloadReport> {
    const { config, reread, rotate, audit } = this.#options;
    const environment = reread();
    const next = readConfig(config.mode, environment);
    const rotations = await rotate(next.keys.current);
    for (const { venue, outcome, before, after } of rotations)
      await audit({
        ...{ by: BY, action: "keys" },
        before: JSON.stringify({ venue, key: before }),
        after: JSON.stringify({ venue, key: after, outcome }),
      });
    const restart = needsRestart(this.#mark, markOf(environment.values));
    const pinned = (environment.overruled ?? []).filter((key) => ROTATING.includes(key));
    const lines = [
      ...rotations.map(({ text }) => text),
      ...pinned.map((key) => `${key}: pinned by the process environment, what the file says does not count`),
      ...restart.map((key) => `${key}: differs, needs a restart`),
    ];
    const ok = rotations.every(({ outcome }) => outcome === "replaced") && pinned.length === 0;
    return { ok, lines: lines.length === 0 ? ["no key differs"] : lines };
  }

  #answer(id: string, report: ReloadReport): void {
    const { config, log } = this.#options;
    try {
      writeAnswer(config.dataDir, id, report);
    } catch (error) {
      log.warning("the outcome of the reload was not written", { reason: String(error) });
    }
  }
}
