import { ConnectivityError } from "#model";

export interface GroupCommit<Item> {
  /** Resolves once the item is committed; rejects with why it, or the commit that held it, failed. */
  add(item: Item): Promise<void>;
  /** Resolves when nothing is under way any more; what is added later is refused. */
  close(): Promise<void>;
}

interface Waiting<Item> {
  readonly item: Item;
  resolve(): void;
  reject(error: Error): void;
}

/**
 * One commit at a time, begun at once: what is added while one is under way goes into the next one together, so that
 * a burst waits for the disk twice and not once for each. `commit`
 * answers for each item, in order, null or why that one was refused, and rejects where none was taken.
 */
export function createGroupCommit<Item>(
  commit: (items: readonly Item[]) => Promise<readonly (Error | null)[]>,
): GroupCommit<Item> {
  let queue: Waiting<Item>[] = [];
  let running: Promise<void> | null = null;
  let closed = false;

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const taken = queue;
      queue = [];
      await commitTogether(taken);
    }
    // In the same turn as the last look at the queue, so that nothing added after it is left behind.
    running = null;
  }

  async function commitTogether(taken: readonly Waiting<Item>[]): Promise<void> {
    try {
      const failures = await commit(taken.map(({ item }) => item));
      taken.forEach(({ resolve, reject }, index) => {
        const failure = failures[index];
        if (failure === null) resolve();
        else reject(failure ?? new ConnectivityError("storage-away", "the storage gave no answer"));
      });
    } catch (error) {
      for (const { reject } of taken) reject(error as Error);
    }
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new ConnectivityError("storage-away", "the database is closed"));
        queue.push({ item, resolve, reject });
        running ??= drain();
      }),
    async close() {
      closed = true;
      await running;
    },
  };
}
