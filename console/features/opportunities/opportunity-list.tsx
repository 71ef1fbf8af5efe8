import { Radar } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PagedList } from "../../components/paged-list.tsx";
import type { useOpportunities } from "../../lib/queries.ts";
import { OpportunityCard } from "./opportunity-card.tsx";
import { OpportunityTable } from "./opportunity-table.tsx";

interface OpportunityListProps {
  readonly list: ReturnType<typeof useOpportunities>;
  readonly filtered: boolean;
  readonly onClear: () => void;
}

export function OpportunityList({ list, filtered, onClear }: OpportunityListProps) {
  return (
    <PagedList
      list={list}
      noun="Opportunities"
      table={(rows) => <OpportunityTable rows={rows} />}
      card={(row) => <OpportunityCard row={row} />}
      nothing={<Nothing filtered={filtered} onClear={onClear} />}
    />
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
