import type { Counter } from "prom-client";

/**
 * Feeds a counter from totals that are kept elsewhere: the hot path counts in plain numbers and is asked
 * only when somebody looks. A total that fell was restarted, so all of it is new.
 */
export function createRisingCounter(
  counter: Counter,
): (labels: Record<string, string>, total: number) => void {
  const seen = new Map<string, number>();
  return (labels, total) => {
    const key = JSON.stringify(labels);
    const last = seen.get(key) ?? 0;
    seen.set(key, total);
    counter.inc(labels, total >= last ? total - last : total);
  };
}
