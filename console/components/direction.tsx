import { ArrowRight } from "lucide-react";
import type { Opportunity } from "../lib/wire.ts";
import { DIRECTION_WORDS } from "../lib/wording.ts";

/** Which venue buys and which sells, in words around an arrow. */
export function Direction({ direction }: { direction: Opportunity["direction"] }) {
  const { buy, sell } = DIRECTION_WORDS[direction];
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <span>Buy {buy}</span>
      <ArrowRight aria-label="then" role="img" className="size-3.5 shrink-0 text-muted" />
      <span>sell {sell}</span>
    </span>
  );
}
