import { useSyncExternalStore } from "react";

/** From here on there is room for tables: the `md` of the styles. */
const WIDE = "(width >= 48rem)";

/** Whether tables are shown rather than cards, so that only one of the two is drawn. */
export function useIsWide(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(WIDE).matches);
}

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(WIDE);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
