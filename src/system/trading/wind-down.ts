import type { Clock, Log, Timers } from "#model";
import type { EngineHost } from "../engine-host.ts";

export interface WindDownOptions {
  readonly host: Pick<EngineHost, "deliver" | "tradingView">;
  /** False where a venue cannot answer any more, so that nothing is gained by waiting. */
  readonly connected: () => boolean;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

/** A swap that is not in a block by then is sent by nobody any more; a supervisor waits longer than this. */
const WITHIN_MS = 4_000;
const LOOK_MS = 25;

/**
 * Before an orderly end: begins nothing new, and waits until every order and swap that was sent has evidence. One that
 * was cut off before its venue took it would hold the next start for as long as it might still take effect, which on
 * Solana are 150 blocks: a minute.
 */
export async function windDown({ host, connected, clock, timers, log }: WindDownOptions): Promise<void> {
  host.deliver({ kind: "ending", receivedNs: clock.monotonicNs() });
  const startNs = clock.monotonicNs();
  const waitedMs = () => (clock.monotonicNs() - startNs) / 1e6;
  const isInDoubt = () => host.tradingView()?.inDoubt === true;
  if (!isInDoubt()) return;
  log.info("ending: waiting for orders and swaps under way");
  while (isInDoubt() && connected() && waitedMs() < WITHIN_MS)
    await new Promise<void>((resolve) => timers.after(LOOK_MS, resolve));
  const ms = Math.round(waitedMs());
  if (isInDoubt()) log.warning("ending with orders or swaps in doubt: the next start asks for them", { ms });
  else log.info("ending: nothing is in doubt", { ms });
}
