import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type StandInsProcess, startStandInsProcess } from "../support/stand-ins-process.ts";
import { emptyDatabase } from "./database.ts";
import { BACKEND, configure, shell } from "./machine.ts";

const WALLET = join(BACKEND, "wallet.json");
export const MONGO_URL = "mongodb://localhost:27017/arbitrage";
const API = "http://localhost:8001/api/v1";
const LONG_MS = 3_600_000;

/** Shell text that waits for something to become so. */
function until(command: string): string {
  return `for i in $(seq 60); do ${command} && exit 0; sleep 1; done; exit 1`;
}

/** What happens to an operator's system, brought about on purpose. Each act is named in the runbook's comments. */
export class Stage implements AsyncDisposable {
  #venues: StandInsProcess;
  readonly #mongo: string | null;
  #squatter: ChildProcess | null = null;

  private constructor(venues: StandInsProcess, mongo: string | null) {
    this.#venues = venues;
    this.#mongo = mongo;
  }

  /** Venues that mostly let trades succeed; `mongo` is the folder of the test server's commands. */
  static async open(mongo: string | null): Promise<Stage> {
    const stage = new Stage(await startStandInsProcess(), mongo);
    stage.#lead({});
    return stage;
  }

  /** Does what a comment says. Throws RangeError for an act that nobody knows. */
  async act(said: string): Promise<void> {
    const act = this.#acts[said];
    if (act === undefined) throw new RangeError(`nobody knows how to bring about "${said}"`);
    await act();
  }

  static knows(said: string): boolean {
    return Object.hasOwn(new Stage(null as never, null).#acts, said);
  }

  readonly #acts: Readonly<Record<string, () => Promise<void> | void>> = {
    "put a wrong value into .env": () => {
      configure({ MAX_POSITION_USD: "much" });
      this.#restart();
    },
    "put the value right": () => configure({ MAX_POSITION_USD: "1000" }),
    "lose the dependencies": () =>
      rmSync(join(BACKEND, "node_modules/zod"), { recursive: true, force: true }),
    "another program takes port 8001": () => this.#squat(),
    "the other program ends": () => {
      this.#squatter?.kill();
    },
    "blank the console": () => rmSync(join(BACKEND, "console/dist/index.html"), { force: true }),
    "freeze the venues": () => {
      this.#venues.child.kill("SIGSTOP");
    },
    "thaw the venues": () => {
      this.#venues.child.kill("SIGCONT");
    },
    "venues that cost more than they bring": async () => {
      // On books of their own: what the day brought until now would have to be lost first.
      await this.#forget();
      await this.#otherVenues(
        { account: { fees: { taker: "250" } } },
        { LEG_POLICY: "cex-first", DAILY_LOSS_LIMIT_USD: "20" },
      );
    },
    "venues that bring what they promise": () =>
      this.#otherVenues({}, { LEG_POLICY: null, DAILY_LOSS_LIMIT_USD: "500" }),
    "venues that send ten times as much": () => this.#otherVenues({ pace: 10, slotMs: 25 }, {}),
    "MAX_OPPORTUNITIES_PER_MIN=6 in .env": () => {
      configure({ MAX_OPPORTUNITIES_PER_MIN: "6" });
      this.#restart();
    },
    "venues at their usual pace": () => this.#otherVenues({}, { MAX_OPPORTUNITIES_PER_MIN: null }),
    "the database goes away": () => this.#mongoServer("stop"),
    "the database comes back": () => this.#mongoServer("start"),
    "the exchange refuses orders": async () => {
      // A residual that may cost nothing waits for its operator, so that one can be seen to wait.
      configure({ RESIDUAL_MAX_LOSS_PCT: "0" });
      this.#restart();
      await this.#refuseOrders(1);
    },
    "the exchange takes orders again": async () => {
      await this.#refuseOrders(0);
      configure({ RESIDUAL_MAX_LOSS_PCT: null });
      this.#restart();
    },
    "the exchange knows another key": () => configure({ GEMINI_API_SECRET: "not-the-secret" }),
    "the right key is in .env": () => configure({ GEMINI_API_SECRET: this.#venues.keys.trader.secret }),
    "one price jumps by 9 %": async () => {
      // A trade under way would be caught by the jump, and may then not come home within its bound.
      shell(
        `curl -s -X POST ${API}/controls/pause && ${until(`curl -s ${API}/status | grep -q '"open_trades":0'`)}`,
      );
      await this.#venues.inject({
        kind: "shock",
        venue: "gemini",
        base: "SOL",
        pct: 9,
        atMs: 0,
        forMs: 6_000,
      });
    },
    "DAILY_LOSS_LIMIT_USD=1000 and MAX_POSITION_USD=2000 in .env": () =>
      configure({ DAILY_LOSS_LIMIT_USD: "1000", MAX_POSITION_USD: "2000" }),
  };

  #lead(more: Readonly<Record<string, string | null>>): void {
    copyFileSync(this.#venues.env.SOLANA_KEYPAIR ?? "", WALLET);
    shell(`chown tandem:tandem ${WALLET} && chmod 600 ${WALLET}`);
    configure({
      ...{ ...this.#venues.env, SOLANA_KEYPAIR: WALLET, OBSERVE_ONLY: "false", PROFIT_THRESHOLD_PCT: "0.1" },
      MAX_CONSECUTIVE_LOSSES: "1000",
      MAX_ORDER_ERRORS: "1000",
      ...(this.#mongo === null ? {} : { MONGO_URL }),
      ...more,
    });
  }

  async #otherVenues(
    options: Parameters<typeof startStandInsProcess>[0],
    more: Readonly<Record<string, string | null>>,
  ): Promise<void> {
    const before = this.#venues;
    this.#venues = await startStandInsProcess(options);
    this.#lead(more);
    this.#restart();
    await before[Symbol.asyncDispose]();
  }

  async #forget(): Promise<void> {
    shell("supervisorctl stop backend");
    rmSync(join(BACKEND, "data"), { recursive: true, force: true });
    if (this.#mongo !== null) await emptyDatabase(MONGO_URL);
  }

  #refuseOrders(probability: 0 | 1): Promise<void> {
    const reason = "InvalidQuantity";
    return this.#venues.inject({
      ...{ kind: "reject", venue: "gemini", reason, probability },
      ...{ atMs: 0, forMs: LONG_MS },
    });
  }

  async #squat(): Promise<void> {
    shell("supervisorctl stop backend");
    const listen =
      "require('node:net').createServer().listen(8001, '127.0.0.1', () => console.log('has it'))";
    const child = spawn(process.execPath, ["-e", listen], { stdio: ["ignore", "pipe", "inherit"] });
    this.#squatter = child;
    await new Promise((resolve) => child.stdout.once("data", resolve));
  }

  #mongoServer(what: "start" | "stop"): void {
    if (this.#mongo === null) throw new Error("no test server of the database here");
    shell(`NODE=${process.execPath} ${join(this.#mongo, what)}`);
  }

  #restart(): void {
    shell("supervisorctl restart backend || true");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#squatter?.kill();
    this.#venues.child.kill("SIGCONT");
    await this.#venues[Symbol.asyncDispose]();
  }
}
