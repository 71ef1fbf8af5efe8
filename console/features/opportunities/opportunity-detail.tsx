import { useNavigate, useParams } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { type ReactElement, useCallback } from "react";
import { Direction } from "../../components/direction.tsx";
import { Drawer } from "../../components/drawer.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { InjectedBadge } from "../../components/injected-badge.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { useOpportunity } from "../../lib/queries.ts";
import type { Opportunity, OpportunityDetail as StoredDetail } from "../../lib/wire.ts";
import { CostWaterfall } from "./cost-waterfall.tsx";
import { Decision } from "./decision.tsx";
import { Depth } from "./depth.tsx";
import { Evidence, HeadlineFigures, WindowFacts } from "./detail-sections.tsx";
import { StateBadge } from "./marks.tsx";

/** One opportunity with everything that is known of it, over the list. */
export function OpportunityDetail(): ReactElement {
  const { id } = useParams({ from: "/opportunities/$id" });
  const navigate = useNavigate();
  const close = useCallback(
    () => void navigate({ to: "/opportunities", search: (search) => search, resetScroll: false }),
    [navigate],
  );
  const { opportunity, detail, isError, error } = useOpportunity(id);
  return (
    <Drawer
      label="Opportunity"
      testId="opportunity-detail"
      onClose={close}
      title={opportunity === undefined ? <span>Opportunity</span> : <Heading row={opportunity} />}
    >
      {opportunity !== undefined && <Body row={opportunity} detail={detail} />}
      {opportunity === undefined && isError && (
        <EmptyState icon={SearchX} title="This opportunity cannot be shown" testId="opportunity-missing">
          {error.message}
        </EmptyState>
      )}
      {opportunity === undefined && !isError && (
        <SkeletonRows rows={8} label="The opportunity is being read" />
      )}
    </Drawer>
  );
}

function Heading({ row }: { row: Opportunity }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5">
      <h2 className="font-semibold text-[15px]">{row.asset}</h2>
      <span className="text-soft max-sm:order-last max-sm:w-full max-sm:text-[12px]">
        <Direction direction={row.direction} />
      </span>
      <StateBadge row={row} />
      {row.is_injected && <InjectedBadge />}
    </div>
  );
}

interface BodyProps {
  readonly row: Opportunity;
  /** As it was last stored, with its depth; undefined while only the stream told of it. */
  readonly detail: StoredDetail | undefined;
}

function Body({ row, detail }: BodyProps) {
  return (
    <div className="flex flex-col gap-6 px-5 py-5">
      <HeadlineFigures row={row} />
      <Decision row={row} />
      <Depth detail={detail} />
      <CostWaterfall row={row} />
      <Evidence row={row} />
      <WindowFacts row={row} />
    </div>
  );
}
