import { type ReactNode, useEffect, useRef } from "react";
import { compareDecimals } from "../lib/decimal-text.ts";
import { cn } from "./cn.ts";

const TINTS = { up: "rgb(34 197 94 / 0.2)", down: "rgb(239 68 68 / 0.2)" };
const FADE_MS = 600;

interface FlashValueProps {
  /** Decimal text that decides whether it rose or fell; null where there is none. */
  readonly value: string | null;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A number that shows for a moment that it moved, and which way. */
export function FlashValue({ value, children, className }: FlashValueProps) {
  const element = useRef<HTMLSpanElement>(null);
  const previous = useRef(value);
  useEffect(() => {
    const before = previous.current;
    previous.current = value;
    if (before === null || value === null || before === value) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const tint = compareDecimals(value, before) > 0 ? TINTS.up : TINTS.down;
    element.current?.animate([{ backgroundColor: tint }, { backgroundColor: "transparent" }], FADE_MS);
  }, [value]);
  return (
    <span ref={element} className={cn("num rounded-[4px] px-1", className)}>
      {children}
    </span>
  );
}
