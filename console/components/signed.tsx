import { signOf } from "../lib/decimal-text.ts";
import { cn } from "./cn.ts";

const TONES = { "-1": "text-danger", "0": "text-soft", "1": "text-success" } as const;

interface SignedProps {
  /** Exact decimal text: its sign colours, and it is what the pointer shows in full. */
  readonly value: string;
  /** As printed, with its sign. */
  readonly text: string;
  readonly className?: string;
}

/** A gain or a loss: the sign is printed, the colour only repeats it. */
export function Signed({ value, text, className }: SignedProps) {
  return (
    <span title={value} className={cn("num", TONES[`${signOf(value)}`], className)}>
      {text}
    </span>
  );
}
