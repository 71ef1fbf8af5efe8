import { CircleAlert, Radar } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import type { useOpportunities } from "../../lib/queries.ts";
import { OpportunityCard } from "./opportunity-card.tsx";
import { OpportunityTable } from "./opportunity-table.tsx";

interface OpportunityListProps {
  readonly list: ReturnType<typeof useOpportunities>;
  readonly filtered: boolean;
  readonly onClear: () => void;
}

/** A table where there is room, cards where there is not, and words where there is nothing. */
export function OpportunityList({ list, filtered, onClear }: OpportunityListProps) {
  const { rows, isPending, isError, error, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  if (rows.length === 0 && isError) {
    return (
      <EmptyState icon={CircleAlert} title="The list could not be read" testId="opportunities-error">
        {error.message}. It is tried again by itself.
      </EmptyState>
    );
  }
  if (rows.length === 0 && isPending) return <SkeletonRows rows={10} label="Opportunities are being read" />;
  if (rows.length === 0) return <Nothing filtered={filtered} onClear={onClear} />;
  return (
    <>
      <OpportunityTable rows={rows} />
      <ul className="border-line border-t md:hidden">
        {rows.map((row) => (
          <OpportunityCard key={row.id} row={row} />
        ))}
      </ul>
      <div className="flex justify-center border-line border-t p-3">
        {hasNextPage ? (
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()} data-testid="load-more">
            {isFetchingNextPage ? "Loading" : "Load older"}
          </Button>
        ) : (
          <p className="text-[12px] text-muted">
            {isError ? "Older ones could not be read. It is tried again by itself." : "That is all of them."}
          </p>
        )}
      </div>
    </>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return (
    <EmptyState icon={Radar} title="No opportunities detected" testId="opportunities-empty">
      {filtered ? (
        <>
          <p className="mb-3">None matches these filters.</p>
          <Button onClick={onClear}>Clear the filters</Button>
        </>
      ) : (
        "No spread has covered its costs yet. The overview shows why each evaluation said no."
      )}
    </EmptyState>
  );
}
