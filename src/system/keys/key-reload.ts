import type { AuditNote } from "#ledger";
import { ConfigError } from "#model";
import { type Config, readConfig } from "../config.ts";
import type { LoadedEnvironment } from "../env-file.ts";
import type { ErrandReport } from "../errands/exchange.ts";
import type { VenueKeys } from "../venue-keys.ts";
import { type EnvironmentMark, markOf, needsRestart, ROTATING } from "./environment-diff.ts";
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
}

/** Whoever can send this process a signal owns it. */
const BY = "local operator";

/** Reads the configuration again and puts new keys to use. */
export class KeyReload {
  readonly #options: KeyReloadOptions;
  readonly #mark: EnvironmentMark;

  constructor(options: KeyReloadOptions) {
    const { environment, ...kept } = options;
    // The values themselves are not kept: they hold the keys.
    this.#options = { ...kept, environment: { ...environment, values: {} } };
    this.#mark = markOf(environment.values);
  }

  /**
   * Reads, checks and puts to use. Never rejects: what is wrong is in the report, and changes nothing. `meant` is the file
   * that who asks has in mind; one that this process does not read would seem to be in use when it is not.
   */
  async reload(meant: string | null = null): Promise<ErrandReport> {
    try {
      return await this.#reload(meant);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { ok: false, lines: [`nothing changed: ${reason}`] };
    }
  }

  async #reload(meant: string | null): Promise<ErrandReport> {
    const { config, reread, rotate, audit } = this.#options;
    const environment = reread();
    const { file } = environment;
    if (meant !== null && meant !== file)
      throw new ConfigError("env-file", `this process reads ${sourceOf(file)}, and not ${meant}`);
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
    return { ok, lines: lines.length === 0 ? [`no key differs in ${sourceOf(file)}`] : lines };
  }
}

function sourceOf(file: string | null): string {
  return file ?? "its environment alone, which has no file";
}
