import { SearchX } from "lucide-react";
import { Direction } from "../../components/direction.tsx";
import { Drawer } from "../../components/drawer.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { InjectedBadge } from "../../components/injected-badge.tsx";
import { SimulatedBadge } from "../../components/simulated-badge.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { StrandedChoice } from "../../components/stranded-choice.tsx";
import { StatusBadge } from "../../components/trade-marks.tsx";
import { useTrade } from "../../lib/trade-queries.ts";
import type { TradeDetail as Detail, Trade } from "../../lib/wire.ts";
import { Explanation, Figures, Outcome } from "./detail-figures.tsx";
import { Particulars } from "./detail-particulars.tsx";
import { LegTimeline } from "./leg-timeline.tsx";
import { Transfers } from "./transfers.tsx";

/** One trade with everything that is known of it, over the list. */
export function TradeDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const { trade, isError, error } = useTrade(id);
  return (
    <Drawer
      label="Trade"
      testId="trade-detail"
      onClose={onClose}
      title={trade === undefined ? <span>Trade</span> : <Heading row={trade} />}
    >
      {trade !== undefined && <Body row={trade} />}
      {trade === undefined && isError && (
        <EmptyState icon={SearchX} title="This trade cannot be shown" testId="trade-missing">
          {error.message}
        </EmptyState>
      )}
      {trade === undefined && !isError && <SkeletonRows rows={8} label="The trade is being read" />}
    </Drawer>
  );
}

function Heading({ row }: { row: Trade }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5">
      <h2 className="font-semibold text-[15px]">{row.asset}</h2>
      <span className="text-soft max-sm:order-last max-sm:w-full max-sm:text-[12px]">
        <Direction direction={row.direction} />
      </span>
      <StatusBadge row={row} />
      {row.is_simulated && !row.is_injected && <SimulatedBadge />}
      {row.is_injected && <InjectedBadge />}
    </div>
  );
}

function Body({ row }: { row: Detail }) {
  return (
    <div className="flex flex-col gap-6 px-5 py-5">
      {row.status === "stranded" && <StrandedChoice row={row} />}
      <Figures row={row} />
      <Outcome row={row} />
      <Explanation row={row} />
      <LegTimeline row={row} />
      <Transfers row={row} />
      <Particulars row={row} />
    </div>
  );
}
