import { useSyncExternalStore } from "react";
import type { TimeZone } from "./time.ts";

const KEY = "tandem.time-zone";
const listeners = new Set<() => void>();
let zone: TimeZone = read();

/** The operator's choice of clock, the same on every screen, kept over a reload where the browser allows it. */
export function useTimeZone(): [TimeZone, (next: TimeZone) => void] {
  return [useSyncExternalStore(subscribe, () => zone), choose];
}

function choose(next: TimeZone): void {
  zone = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // A browser without storage still honours the choice until the page is closed.
  }
  for (const listener of listeners) listener();
}

function read(): TimeZone {
  try {
    return localStorage.getItem(KEY) === "local" ? "local" : "utc";
  } catch {
    return "utc";
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
