import type { Timers } from "#model";

export interface PageCacheOptions {
  readonly timers: Timers;
  /** Rises with every write to what is listed; null while nothing may be answered from memory. */
  readonly revision: () => number | null;
  /** Sum of all texts that are kept, 16 MiB where not given. */
  readonly maxCharacters?: number;
}

/** Pages as they were sent, for whoever asks the same before the next write. */
export interface PageCache {
  /** `address` is the whole address of the page. Those who ask while it is being made wait for the same one. */
  read(address: string, make: () => Promise<string>): Promise<string>;
}

/** Another hand, such as an operator with the database's own shell, is seen after this long at the latest. */
const KEPT_MS = 250;
const MAX_CHARACTERS = 16 * 1024 * 1024;

interface Kept {
  readonly text: Promise<string>;
  characters: number;
}

/** Everything is forgotten with the first write, when it has been kept for long, and when it is too much. */
export function createPageCache({
  timers,
  revision,
  maxCharacters = MAX_CHARACTERS,
}: PageCacheOptions): PageCache {
  const pages = new Map<string, Kept>();
  let of: number | null = null;
  let characters = 0;
  let cancelTimer: (() => void) | null = null;

  function forget(): void {
    cancelTimer?.();
    cancelTimer = null;
    pages.clear();
    characters = 0;
  }

  function keep(address: string, text: Promise<string>): void {
    const kept: Kept = { text, characters: 0 };
    pages.set(address, kept);
    cancelTimer ??= timers.after(KEPT_MS, forget);
    const drop = () => {
      if (pages.get(address) === kept) pages.delete(address);
    };
    text.then((made) => {
      if (pages.get(address) !== kept) return;
      kept.characters = made.length;
      characters += made.length;
      if (characters > maxCharacters) forget();
    }, drop);
  }

  return {
    read(address, make) {
      const now = revision();
      if (now === null) return make();
      if (now !== of) forget();
      of = now;
      const kept = pages.get(address);
      if (kept !== undefined) return kept.text;
      const text = make();
      keep(address, text);
      return text;
    },
  };
}
