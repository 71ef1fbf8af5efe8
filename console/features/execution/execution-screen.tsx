import { type ReactElement, useMemo } from "react";
import { UnreadCard } from "../../components/unread-card.tsx";
import { useExecution } from "../../lib/execution-queries.ts";
import { residualsOf } from "../../lib/residuals.ts";
import { useTrades } from "../../lib/trade-queries.ts";
import { FinishedTrades } from "./finished-trades.tsx";
import { LatencyStrip } from "./latency-strip.tsx";
import { OpenTrades } from "./open-trades.tsx";
import { ResidualBoard } from "./residual-board.tsx";
import { StrandedTrades } from "./stranded-trades.tsx";

const EVERYTHING = {};
const STRANDED = { status: "stranded" } as const;

/** Money in motion: what is under way, what is left, and what needs a decision. */
export function ExecutionScreen(): ReactElement {
  const { data, isError, error, dataUpdatedAt } = useExecution();
  const { rows: latest, isPending } = useTrades(EVERYTHING);
  const { rows: everStranded } = useTrades(STRANDED);
  const open = data?.open_trades ?? [];
  const stranded = open.filter(({ phase }) => phase === "stranded");
  const finished = useMemo(() => latest.filter(({ closed_at }) => closed_at !== null), [latest]);
  const residuals = useMemo(() => {
    const accepted = everStranded.filter(({ id }) => !finished.some((one) => one.id === id));
    return residualsOf(data?.open_trades ?? [], [...finished, ...accepted]);
  }, [data, finished, everStranded]);
  return (
    <div data-testid="execution-screen" className="grid grid-cols-12 gap-3 md:gap-4">
      <title>Execution · Tandem</title>
      <h1 className="sr-only">Execution</h1>
      <div className="col-span-12">
        <LatencyStrip stranded={stranded.length} />
      </div>
      {stranded.length > 0 && (
        <div className="col-span-12">
          <StrandedTrades trades={stranded} />
        </div>
      )}
      <div className="col-span-12 flex flex-col wide:col-span-7">
        {data === undefined ? (
          <UnreadCard title="Open trades" what="What is open" error={error} rows={6} testId="open-trades" />
        ) : (
          <OpenTrades
            trades={open}
            aheadMs={data.aheadMs}
            isStale={isError}
            readAtMs={dataUpdatedAt}
            last={finished[0]}
          />
        )}
      </div>
      <div className="col-span-12 flex flex-col gap-3 md:gap-4 wide:col-span-5">
        <ResidualBoard residuals={residuals} looked={finished.length} isPending={isPending} />
        <FinishedTrades trades={finished} isPending={isPending} />
      </div>
    </div>
  );
}
