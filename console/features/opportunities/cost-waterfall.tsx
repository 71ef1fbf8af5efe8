import { cn } from "../../components/cn.ts";
import { Signed } from "../../components/signed.tsx";
import { type BarSpan, waterfallSpans } from "../../lib/chart/geometry.ts";
import { signOf } from "../../lib/decimal-text.ts";
import { formatSignedUsd } from "../../lib/format.ts";
import { costWaterfall, WATERFALL_DECIMALS, type WaterfallStep } from "../../lib/waterfall.ts";
import type { Opportunity } from "../../lib/wire.ts";
import { Section } from "./section.tsx";

/** From the gross gain through each cost to what is predicted to remain, drawn on one scale of dollars. */
export function CostWaterfall({ row }: { row: Opportunity }) {
  const steps = costWaterfall(row);
  const { spans, zero } = waterfallSpans(steps);
  return (
    <Section title="From gross to net">
      <ol data-testid="cost-waterfall" className="flex flex-col">
        {steps.map((step, index) => (
          <Step key={step.key} step={step} span={spans[index] ?? { left: 0, width: 0 }} zero={zero} />
        ))}
      </ol>
    </Section>
  );
}

function Step({ step, span, zero }: { step: WaterfallStep; span: BarSpan; zero: number }) {
  const total = step.kind === "total";
  return (
    <li
      data-testid={`waterfall-${step.key}`}
      className={cn(
        "grid min-h-8 grid-cols-[7.5rem_1fr_5.5rem] items-center gap-3 sm:grid-cols-[9rem_1fr_6.5rem]",
        total && "font-medium",
        step.key === "net" && "border-edge border-t",
      )}
    >
      <span className={total ? "text-fg" : "text-soft"}>{step.label}</span>
      <span aria-hidden className="relative h-4">
        <span className="absolute inset-y-[-8px] w-px bg-edge" style={{ left: `${zero}%` }} />
        <span
          className={cn("absolute inset-y-0 rounded-[2px]", span.width > 0 && "min-w-[2px]", barColour(step))}
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

function barColour(step: WaterfallStep): string {
  if (step.kind === "cost") return "bg-muted/70";
  if (step.key === "gross") return "bg-soft";
  return signOf(step.amountUsd) < 0 ? "bg-danger" : "bg-lime";
}
