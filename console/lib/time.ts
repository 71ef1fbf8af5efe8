/** Which clock the operator reads; kept in the browser. */
export type TimeZone = "utc" | "local";

const OPTIONS = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
const DAY = { year: "numeric", month: "2-digit", day: "2-digit" } as const;

const clocks = {
  utc: new Intl.DateTimeFormat("en-GB", { ...OPTIONS, timeZone: "UTC" }),
  local: new Intl.DateTimeFormat("en-GB", OPTIONS),
};
const days = {
  utc: new Intl.DateTimeFormat("en-CA", { ...DAY, timeZone: "UTC" }),
  local: new Intl.DateTimeFormat("en-CA", DAY),
};

/** "14:03:27". */
export function formatTime(atMs: number, zone: TimeZone): string {
  return clocks[zone].format(atMs);
}

/** "14:03:27.042". */
export function formatTimeMs(atMs: number, zone: TimeZone): string {
  const millis = ((Math.floor(atMs) % 1000) + 1000) % 1000;
  return `${formatTime(atMs, zone)}.${millis.toString().padStart(3, "0")}`;
}

/** "2026-11-22 14:03:27.042 UTC". */
export function formatInstant(atMs: number, zone: TimeZone): string {
  return `${days[zone].format(atMs)} ${formatTimeMs(atMs, zone)} ${zone === "utc" ? "UTC" : "local"}`;
}

/** "11-22 14:03:27", for lists that reach over days. */
export function formatDayTime(atMs: number, zone: TimeZone): string {
  return `${days[zone].format(atMs).slice(5)} ${formatTime(atMs, zone)}`;
}

/** How long something lasted: "240 ms", "3.2 s", "2 m 05 s", "1 h 03 m". */
export function formatDuration(ms: number): string {
  const lasted = Math.max(0, ms);
  if (lasted < 1000) return `${Math.round(lasted)} ms`;
  if (lasted < 60_000) return `${(Math.floor(lasted / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(lasted / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`;
  const hours = Math.floor(seconds / 3600);
  if (hours < 24) return `${hours} h ${pad(Math.floor((seconds % 3600) / 60))} m`;
  return `${Math.floor(hours / 24)} d ${pad(hours % 24)} h`;
}

function pad(value: number): string {
  return value.toString().padStart(2, "0");
}
