import { Link } from "@tanstack/react-router";
import { ArrowUpRight, CircleCheck, CircleSlash, Eye } from "lucide-react";
import { cn } from "../../components/cn.ts";
import { Section } from "../../components/section.tsx";
import { decisionText } from "../../lib/decision-text.ts";
import { shorten } from "../../lib/format.ts";
import type { Opportunity } from "../../lib/wire.ts";

const LOOKS = {
  taken: { icon: CircleCheck, tone: "border-success/35 bg-success/10 [&>svg]:text-success" },
  refused: { icon: CircleSlash, tone: "border-warning/35 bg-warning/10 [&>svg]:text-warning" },
  observed: { icon: Eye, tone: "border-edge bg-raised [&>svg]:text-muted" },
} as const;

/** What was done about it and why, with the way to the trade where there is one. */
export function Decision({ row }: { row: Opportunity }) {
  const { verdict, reason, detail, tradeId } = decisionText(row);
  const { icon: Icon, tone } = LOOKS[row.decision];
  return (
    <Section title="Decision">
      <div
        data-testid="opportunity-decision"
        className={cn("flex items-start gap-2.5 rounded-table border px-3 py-2.5", tone)}
      >
        <Icon aria-hidden className="mt-px size-4 shrink-0" />
        <div className="flex min-w-0 flex-1 flex-col gap-0.5">
          <p className="text-soft">
            <strong className="mr-1.5 font-semibold text-fg">{verdict}</strong> {reason}
          </p>
          {detail !== "" && <p className="break-words text-[12px] text-soft">{detail}</p>}
          {tradeId !== null && (
            <Link
              to="/trades"
              search={{ trade: tradeId }}
              title={tradeId}
              data-testid="opportunity-trade"
              className="inline-flex items-center gap-1 self-start text-[12px] text-fg underline decoration-edge underline-offset-2 hover:decoration-fg"
            >
              Its trade <span className="num">{shorten(tradeId)}</span>
              <ArrowUpRight aria-hidden className="size-3.5" />
            </Link>
          )}
        </div>
      </div>
    </Section>
  );
}
