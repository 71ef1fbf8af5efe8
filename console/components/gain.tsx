import { ArrowDown, ArrowUp, Minus } from "lucide-react";
import { signOf } from "../lib/decimal-text.ts";
import { formatSignedUsd } from "../lib/format.ts";
import { cn } from "./cn.ts";
import { Signed } from "./signed.tsx";

const MARKS = {
  "-1": { icon: ArrowDown, tone: "text-danger", label: "loss" },
  "0": { icon: Minus, tone: "text-muted", label: "neither gain nor loss" },
  "1": { icon: ArrowUp, tone: "text-success", label: "gain" },
} as const;

/** Realised dollars: icon and sign say whether they were gained, the colour only repeats it. */
export function Gain({ usd, className }: { usd: string; className?: string }) {
  const { icon: Icon, tone, label } = MARKS[`${signOf(usd)}`];
  return (
    <span className={cn("inline-flex items-center gap-1 whitespace-nowrap align-middle", className)}>
      <Icon role="img" aria-label={label} className={cn("size-3.5 shrink-0", tone)} />
      <Signed value={usd} text={formatSignedUsd(usd)} />
    </span>
  );
}
