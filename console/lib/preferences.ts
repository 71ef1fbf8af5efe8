import { useSyncExternalStore } from "react";
import type { TimeZone } from "./time.ts";

/** How high the rows of tables are: 36 or 44 px. */
export type Density = "dense" | "comfortable";
export const ROW_PX: Readonly<Record<Density, number>> = { dense: 36, comfortable: 44 };

/** The operator's choice of clock, the same on every screen, kept over a reload where the browser allows it. */
export function useTimeZone(): [TimeZone, (next: TimeZone) => void] {
  return zone.use();
}

export function useDensity(): [Density, (next: Density) => void] {
  return density.use();
}

/** Once at the start, and with each choice. */
export function applyDensity(): void {
  document.documentElement.dataset.density = density.read();
}

const zone = createChoice<TimeZone>("tandem.time-zone", ["utc", "local"]);
const density = createChoice<Density>("tandem.density", ["dense", "comfortable"], applyDensity);

interface Choice<Value> {
  read(): Value;
  use(): [Value, (next: Value) => void];
}

/** One of a few values; the first where nothing was chosen. */
function createChoice<Value extends string>(
  key: string,
  options: readonly [Value, ...Value[]],
  onChoose?: () => void,
): Choice<Value> {
  const listeners = new Set<() => void>();
  let chosen = options.find((option) => option === stored(key)) ?? options[0];
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const choose = (next: Value) => {
    chosen = next;
    store(key, next);
    onChoose?.();
    for (const listener of listeners) listener();
  };
  const read = () => chosen;
  return { read, use: () => [useSyncExternalStore(subscribe, read), choose] };
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser without storage still honours the choice until the page is closed.
  }
}
