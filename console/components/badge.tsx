import type { ReactNode } from "react";
import { cn } from "./cn.ts";

type Tone = "neutral" | "lime" | "success" | "warning" | "danger";

const TONES: Record<Tone, string> = {
  neutral: "border-edge bg-raised text-soft",
  lime: "border-lime/35 bg-lime/10 text-lime",
  success: "border-success/35 bg-success/10 text-success",
  warning: "border-warning/35 bg-warning/10 text-warning",
  danger: "border-danger/40 bg-danger/10 text-danger",
};

interface BadgeProps {
  readonly tone?: Tone;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A small label; its words carry the meaning, its colour only helps. */
export function Badge({ tone = "neutral", children, className }: BadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-[5px] border px-1.5 font-medium text-[11px]",
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
