/** Tells listeners of a change at most once for each call of `schedule`, however many changes there were. */
export interface Batch {
  changed(): void;
  subscribe(listener: () => void): () => void;
}

export function createBatch(schedule: (task: () => void) => void, beforeNotify: () => void): Batch {
  const listeners = new Set<() => void>();
  let scheduled = false;
  return {
    changed() {
      if (scheduled) return;
      scheduled = true;
      schedule(() => {
        scheduled = false;
        beforeNotify();
        for (const listener of listeners) listener();
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
