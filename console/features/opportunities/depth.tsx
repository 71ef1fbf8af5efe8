import { Layers } from "lucide-react";
import { EmptyState } from "../../components/empty-state.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { lastCoinText, noDepthText } from "../../lib/depth-text.ts";
import type { OpportunityDetail } from "../../lib/wire.ts";
import { DepthPlot } from "./depth-plot.tsx";
import { DepthTable } from "./depth-table.tsx";

/** What stood on both sides around the chosen size; undefined while it is being read. */
export function Depth({ detail }: { detail: OpportunityDetail | undefined }) {
  return (
    <Section title="Depth of both sides">
      <div
        data-testid="opportunity-depth"
        className="overflow-hidden rounded-table border border-line bg-raised/40"
      >
        {detail === undefined && <SkeletonRows rows={4} label="The depth is being read" />}
        {detail?.depth === null && (
          <EmptyState icon={Layers} title="Nothing to draw" testId="opportunity-depth-empty">
            {noDepthText(detail)}
          </EmptyState>
        )}
        {detail !== undefined && detail.depth !== null && (
          <>
            <DepthPlot detail={detail} depth={detail.depth} />
            <p className="px-3 pb-3 text-[12px] text-soft">
              {lastCoinText(detail)}{" "}
              <span className="text-muted">
                Without the exchange’s fee, with the pool’s own; the shade is what lies between.
              </span>
            </p>
            <DepthTable detail={detail} depth={detail.depth} />
          </>
        )}
      </div>
    </Section>
  );
}
