import type { Log } from "#model";
import { type ErrandReport, hasRequest, type Task, takeRequest, writeAnswer } from "./exchange.ts";

/** Does one task; a rejection becomes the report's only line. */
export type Errand = (argument: string | null) => Promise<ErrandReport>;

export interface ErrandsOptions {
  readonly dataDir: string;
  readonly tasks: Readonly<Record<Task, Errand>>;
  readonly log: Log;
}

/** Does what commands on the same machine ask of the running process, one after the other. */
export class Errands {
  readonly #options: ErrandsOptions;
  #running: Promise<void> | null = null;
  #isWanted = false;

  constructor(options: ErrandsOptions) {
    this.#options = options;
  }

  /** True where a command waits for this process. */
  get isAskedFor(): boolean {
    return hasRequest(this.#options.dataDir);
  }

  /** Begins, or goes on after what runs. Returns at once; the outcome is logged, and answered to who asked. */
  request(): void {
    this.#isWanted = true;
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    const { dataDir, log } = this.#options;
    while (this.#isWanted) {
      this.#isWanted = false;
      // A bare SIGHUP means the keys, as daemons have it.
      const wanted = takeRequest(dataDir) ?? { id: null, task: "reload-keys" as const, argument: null };
      const report = await this.#do(wanted.task, wanted.argument);
      for (const line of toldOf(wanted.task, report))
        log[report.ok ? "info" : "warning"]("Errand done", { task: wanted.task, result: line });
      if (wanted.id !== null) this.#answer(wanted.id, report);
    }
    this.#running = null;
  }

  async #do(task: Task, argument: string | null): Promise<ErrandReport> {
    try {
      return await this.#options.tasks[task](argument);
    } catch (error) {
      return { ok: false, lines: [error instanceof Error ? error.message : String(error)] };
    }
  }

  #answer(id: string, report: ErrandReport): void {
    const { dataDir, log } = this.#options;
    try {
      writeAnswer(dataDir, id, report);
    } catch (error) {
      log.warning("the outcome of an errand was not written", { reason: String(error) });
    }
  }
}

/** What was only read for somebody is his to see, and no news for the log. */
function toldOf(task: Task, { lines, ok }: ErrandReport): readonly string[] {
  return task === "read-trade" && ok ? ["told"] : lines;
}
