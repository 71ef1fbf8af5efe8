import type { Operator } from "./operator.ts";

/** From the start of the new process, ms. */
export interface RestartTimes {
  /** Both venues connected. */
  readonly connected: number;
  /** The start-up comparison is done, trades may begin. */
  readonly gateOpen: number;
  /** The first trade that this process began; the market says when there is something to trade. */
  readonly firstTrade: number;
  /** How long the old process took to end. */
  readonly stopping: number;
  /** Trades that were open when it was told to end. */
  readonly openAtStop: number;
}

const LOOK_MS = 25;
const WITHIN_MS = 90_000;

/** Ends the process while a trade is open, `delayMs` after that was seen, starts it anew, and waits until it trades again. */
export async function restartOnce(
  operator: Operator,
  { signal, delayMs }: { readonly signal: "SIGKILL" | "SIGTERM"; readonly delayMs: number },
): Promise<RestartTimes> {
  const openAtStop = await look(operator, "an open trade", async () => {
    const { risk } = await operator.status();
    return risk.open_trades > 0 ? risk.open_trades : null;
  });
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  const toldMs = performance.now();
  await operator.stop(signal);
  const [startMs, startedAtMs] = [performance.now(), Date.now()];
  operator.start();
  const since = () => Math.round(performance.now() - startMs);
  const connected = await look(operator, "both venues", async () => {
    const { gemini, solana } = (await operator.status()).connections;
    return gemini && solana ? since() : null;
  });
  const gateOpen = await look(operator, "the gate", async () =>
    (await operator.status()).risk.gate_open ? since() : null,
  );
  const firstTrade = await look(operator, "a trade", async () => {
    const begun = (await operator.trades("limit=20")).map(
      ({ timestamp }) => Date.parse(timestamp) - startedAtMs,
    );
    const own = begun.filter((ms) => ms > 0);
    return own.length > 0 ? Math.min(...own) : null;
  });
  return { connected, gateOpen, firstTrade, openAtStop, stopping: Math.round(startMs - toldMs) };
}

/** Closer than `until` looks, because it is measured by. */
async function look<Found>(
  operator: Operator,
  what: string,
  see: () => Promise<Found | null>,
): Promise<Found> {
  const endMs = performance.now() + WITHIN_MS;
  for (;;) {
    const seen = await see().catch(() => null);
    if (seen !== null) return seen;
    // Says what the process was doing instead.
    if (performance.now() > endMs || operator.process.child.exitCode !== null)
      await operator.until(() => null, 1, `no sign of ${what} within ${WITHIN_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
}
