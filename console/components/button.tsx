import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const SIZES = {
  normal: "h-8 px-3",
  small: "h-[30px] px-2 text-[12px]",
  square: "size-8",
} as const;

interface ButtonProps extends ComponentProps<"button"> {
  /** `square` holds one icon and needs an aria-label. */
  readonly size?: keyof typeof SIZES;
}

/** The one button: quiet, so that lime stays for what pays. */
export function Button({ className, size = "normal", ...props }: ButtonProps) {
  return (
    <button
      type="button"
      className={cn(
        "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-button border border-edge bg-raised",
        "font-medium text-soft transition-colors duration-150 hover:bg-overlay hover:text-fg",
        "disabled:cursor-not-allowed disabled:opacity-50",
        SIZES[size],
        className,
      )}
      {...props}
    />
  );
}
