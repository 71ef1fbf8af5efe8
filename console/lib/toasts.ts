/** What was done, said once, in the corner. */
export interface Toast {
  readonly id: number;
  readonly text: string;
}

export interface Toasts {
  put(text: string): void;
  dismiss(id: number): void;
  /** Oldest first; the same array until one comes or goes. */
  all(): readonly Toast[];
  subscribe(listener: () => void): () => void;
}

/** More than these would hide the screen that they speak of. */
const AT_ONCE = 3;
const SHOWN_MS = 5_000;

export function createToasts(after: (task: () => void, ms: number) => void): Toasts {
  const listeners = new Set<() => void>();
  let shown: readonly Toast[] = [];
  let lastId = 0;
  const show = (next: readonly Toast[]): void => {
    shown = next;
    for (const listener of listeners) listener();
  };
  const dismiss = (id: number): void => {
    if (shown.some((toast) => toast.id === id)) show(shown.filter((toast) => toast.id !== id));
  };
  return {
    put(text) {
      lastId += 1;
      const id = lastId;
      show([...shown, { id, text }].slice(-AT_ONCE));
      after(() => dismiss(id), SHOWN_MS);
    },
    dismiss,
    all: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const toasts = createToasts((task, ms) => void setTimeout(task, ms));
