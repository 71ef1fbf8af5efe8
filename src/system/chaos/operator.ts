import { z } from "zod";

const risk = z.object({
  is_paused: z.boolean(),
  gate_open: z.boolean(),
  observe_only: z.boolean(),
  open_trades: z.number(),
  stranded_trades: z.number(),
});
const status = z.object({ risk });
const trades = z.object({
  total_count: z.number(),
  trades: z.array(z.object({ id: z.string(), closed_at: z.string().nullable() })),
});

/** What the operator sees of the process; null while nothing answers. */
export interface Seen extends z.infer<typeof risk> {
  readonly trades: number;
}

const ANSWER_MS = 2_000;

/**
 * A human's part over the API: resumes what may be resumed, asks for another try where a trade is stranded. Whatever
 * fails because the process is dead or refuses is tried again at the next look.
 */
export class Operator {
  readonly #api: string;
  resumes = 0;
  /** Trades that stranded, each counted once. */
  readonly stranded = new Set<string>();

  constructor(port: number) {
    this.#api = `http://127.0.0.1:${port}/api/v1`;
  }

  /** Looks once and does what is due. */
  async look(): Promise<Seen | null> {
    try {
      const { risk: seen } = status.parse(await this.#get("/status"));
      const { total_count } = trades.parse(await this.#get("/trades?limit=1"));
      if (seen.stranded_trades > 0) await this.#retryStranded();
      if (seen.is_paused && (await this.#post("/controls/resume", { reason: "chaos" }))) this.resumes += 1;
      return { ...seen, trades: total_count };
    } catch {
      return null;
    }
  }

  /** True where the command was carried out and is durable. */
  async observeOnly(enabled: boolean): Promise<boolean> {
    try {
      return await this.#post("/controls/observe-only", { enabled });
    } catch {
      return false;
    }
  }

  async #retryStranded(): Promise<void> {
    const page = trades.parse(await this.#get("/trades?status=stranded&limit=50"));
    for (const { id, closed_at } of page.trades) {
      if (closed_at !== null) continue;
      if (await this.#post(`/trades/${id}/resolve`, { action: "retry", reason: "chaos" }))
        this.stranded.add(id);
    }
  }

  async #get(path: string): Promise<unknown> {
    const response = await fetch(`${this.#api}${path}`, { signal: AbortSignal.timeout(ANSWER_MS) });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return await response.json();
  }

  async #post(path: string, body: unknown): Promise<boolean> {
    const response = await fetch(`${this.#api}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await response.arrayBuffer();
    return response.ok;
  }
}
