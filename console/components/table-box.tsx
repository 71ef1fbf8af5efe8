import type { ReactNode } from "react";
import { cn } from "./cn.ts";

interface TableBoxProps {
  /** Names the region for those who tab into it. */
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A table within a card, which scrolls sideways inside it and never the page; by keyboard as well. */
export function TableBox({ label, className, children }: TableBoxProps) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={label}
      className={cn("overflow-x-auto rounded-b-card border-line border-t", className)}
    >
      {children}
    </section>
  );
}
