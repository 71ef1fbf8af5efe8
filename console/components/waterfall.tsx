import { type BarSpan, waterfallSpans } from "../lib/chart/geometry.ts";
import { signOf } from "../lib/decimal-text.ts";
import { formatSignedUsd } from "../lib/format.ts";
import { WATERFALL_DECIMALS, type WaterfallStep } from "../lib/waterfall.ts";
import { cn } from "./cn.ts";
import { Signed } from "./signed.tsx";

interface WaterfallProps {
  /** From a first total through changes to a last one. */
  readonly steps: readonly WaterfallStep[];
  readonly testId: string;
}

/** Steps from one total to another, drawn on one scale of dollars. */
export function Waterfall({ steps, testId }: WaterfallProps) {
  const { spans, zero } = waterfallSpans(steps);
  return (
    <ol data-testid={testId} className="flex flex-col">
      {steps.map((step, index) => (
        <Step
          key={step.key}
          step={step}
          span={spans[index] ?? { left: 0, width: 0 }}
          zero={zero}
          place={index === 0 ? "first" : index === steps.length - 1 ? "last" : "between"}
        />
      ))}
    </ol>
  );
}

interface StepProps {
  readonly step: WaterfallStep;
  readonly span: BarSpan;
  readonly zero: number;
  readonly place: "first" | "between" | "last";
}

function Step({ step, span, zero, place }: StepProps) {
  const total = step.kind === "total";
  return (
    <li
      data-testid={`waterfall-${step.key}`}
      className={cn(
        "grid min-h-8 grid-cols-[7.5rem_1fr_5.5rem] items-center gap-3 sm:grid-cols-[9rem_1fr_6.5rem]",
        total && "font-medium",
        place === "last" && "border-edge border-t",
      )}
    >
      <span className={total ? "text-fg" : "text-soft"}>{step.label}</span>
      <span aria-hidden className="relative h-4">
        <span className="absolute inset-y-[-8px] w-px bg-edge" style={{ left: `${zero}%` }} />
        <span
          className={cn(
            "absolute inset-y-0 rounded-[2px]",
            span.width > 0 && "min-w-[2px]",
            barColour(step, place),
          )}
          style={{ left: `${span.left}%`, width: `${span.width}%` }}
        />
      </span>
      <Signed
        value={step.amountUsd}
        text={formatSignedUsd(step.amountUsd, WATERFALL_DECIMALS)}
        className={cn("text-right", !total && "text-soft")}
      />
    </li>
  );
}

function barColour({ kind, amountUsd }: WaterfallStep, place: StepProps["place"]): string {
  const loses = signOf(amountUsd) < 0;
  if (kind === "change") return loses ? "bg-muted/70" : "bg-success/60";
  if (place === "first") return "bg-soft";
  return loses ? "bg-danger" : "bg-lime";
}
