import { formatDecimal, USD_DECIMALS } from "#model";
import { PAUSE_REASONS, type RiskLimits } from "#risk";
import type { Status } from "#wire";
import { type MachineFigures, type Operations, QUEUES, type StorageFigures } from "./operations.ts";
import type { OperationsSeries } from "./operations-series.ts";

/** Puts what is so at this moment into its series. */
export function readOperations(series: OperationsSeries, operations: Operations): void {
  const { pauses, openTrades, unknownLegsMs, skewsMs } = operations;
  for (const reason of PAUSE_REASONS) series.pauseActive.set({ reason }, flag(pauses.includes(reason)));
  series.oldestTrade.set(openTrades.openMs / 1e3);
  series.exposureAge.set(openTrades.exposedMs / 1e3);
  series.unknownLegs.set(unknownLegsMs.length);
  series.unknownLegAge.set(Math.max(0, ...unknownLegsMs) / 1e3);
  for (const [venue, skewMs] of skewsMs) series.clockSkew.set({ venue }, skewMs / 1e3);
  readLimits(series, operations.limits);
  readStorage(series, operations.storage);
  readMachine(series, operations.machine);
}

/** What of the status only operators' series show. */
export function readStanding(series: OperationsSeries, { version, mode, risk, prices }: Status): void {
  series.build.set({ version, mode }, 1);
  series.gateOpen.set(flag(risk.gate_open));
  series.observeOnly.set(flag(risk.observe_only));
  for (const { asset, cex_state, dex_state } of prices) {
    readBook(series, { asset, venue: "gemini" }, cex_state);
    readBook(series, { asset, venue: "solana" }, dex_state);
  }
}

/** What a venue does not list can never be live: an alert on it would never clear. */
function readBook(
  series: OperationsSeries,
  labels: { readonly asset: string; readonly venue: string },
  state: Status["prices"][number]["cex_state"],
): void {
  if (state === "unlisted") series.bookLive.remove(labels);
  else series.bookLive.set(labels, flag(state === "live"));
}

function readLimits(series: OperationsSeries, limits: RiskLimits): void {
  series.stalenessLimit.set(limits.stalenessMs / 1e3);
  series.dailyLossLimit.set(dollars(limits.dailyLossLimitUsd));
  series.losingTradesLimit.set(limits.maxConsecutiveLosses);
  series.exposureLimit.set(dollars(limits.maxOpenExposureUsd));
  series.unknownLegLimit.set(limits.unknownLegMs / 1e3);
  series.clockSkewLimit.set(limits.maxClockSkewMs / 1e3);
}

function readStorage(series: OperationsSeries, { main, journal, queued, opportunityLimit }: StorageFigures) {
  series.storageUp.set({ store: "main" }, flag(main));
  series.storageUp.set({ store: "journal" }, flag(journal));
  for (const queue of QUEUES) series.storageQueued.set({ queue }, queued[queue]);
  series.storageQueueLimit.set({ queue: "opportunities" }, opportunityLimit);
}

function readMachine(series: OperationsSeries, { memoryLimitBytes, heapLimitBytes, disk }: MachineFigures) {
  series.memoryLimit.set(memoryLimitBytes);
  series.heapLimit.set(heapLimitBytes);
  if (disk === null) {
    // Nothing is known of a disk that does not answer: full and empty would both be a lie.
    series.diskFree.remove();
    series.diskTotal.remove();
    return;
  }
  series.diskFree.set(disk.freeBytes);
  series.diskTotal.set(disk.totalBytes);
}

function flag(so: boolean): number {
  return so ? 1 : 0;
}

function dollars(usd: bigint): number {
  return Number(formatDecimal(usd, USD_DECIMALS));
}
