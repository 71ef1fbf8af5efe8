import { ArrowRight } from "lucide-react";
import type { Opportunity } from "../lib/wire.ts";
import { DIRECTION_WORDS } from "../lib/wording.ts";
import { cn } from "./cn.ts";

interface DirectionProps {
  readonly direction: Opportunity["direction"];
  /** The venues alone, for a narrow column. */
  readonly brief?: boolean;
}

/** Which venue buys and which sells, in words around an arrow. */
export function Direction({ direction, brief = false }: DirectionProps) {
  const { buy, sell } = DIRECTION_WORDS[direction];
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <span>
        <span className={cn(brief && "sr-only")}>Buy </span>
        {buy}
      </span>
      <ArrowRight aria-label="then" role="img" className="size-3.5 shrink-0 text-muted" />
      <span>
        <span className={cn(brief && "sr-only")}>sell </span>
        {sell}
      </span>
    </span>
  );
}
