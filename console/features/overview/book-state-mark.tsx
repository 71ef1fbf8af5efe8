import { Ban, Circle, Hourglass, TimerOff, X } from "lucide-react";
import { cn } from "../../components/cn.ts";
import type { BookState } from "../../lib/wire.ts";
import { BOOK_STATE_WORDS } from "../../lib/wording.ts";

const LOOKS = {
  live: { icon: Circle, className: "text-soft", mark: "size-2 fill-lime text-lime" },
  awaiting_snapshot: { icon: Hourglass, className: "text-muted", mark: "size-3" },
  stale: { icon: TimerOff, className: "text-warning", mark: "size-3" },
  disconnected: { icon: X, className: "text-danger", mark: "size-3 stroke-[3]" },
  unlisted: { icon: Ban, className: "text-muted", mark: "size-3" },
} as const;

/** Phase of a book or pool: a word, a shape and a colour. Only a live one is ever priced from. */
export function BookStateMark({ state }: { state: BookState }) {
  const { icon: Icon, className, mark } = LOOKS[state];
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap text-[12px]", className)}>
      <Icon aria-hidden className={mark} />
      {BOOK_STATE_WORDS[state]}
    </span>
  );
}
