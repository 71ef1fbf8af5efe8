import { Outlet, useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactElement, useMemo } from "react";
import { Card } from "../../components/card.tsx";
import { formatCount } from "../../lib/format.ts";
import { useOpportunities } from "../../lib/queries.ts";
import { Filters } from "./filters.tsx";
import { HeatMap } from "./heat-map.tsx";
import { OpportunityList } from "./opportunity-list.tsx";
import { type OpportunitySearch, toFilter } from "./search.ts";

/** Every opportunity that was found, newest first, as it happens. */
export function OpportunitiesScreen(): ReactElement {
  const search = useSearch({ from: "/opportunities" });
  const navigate = useNavigate();
  const filter = useMemo(() => toFilter(search), [search]);
  const list = useOpportunities(filter);
  const change = (next: OpportunitySearch) =>
    void navigate({ to: "/opportunities", search: next, replace: true, resetScroll: false });
  const open = list.rows.filter((row) => row.closed_at === null).length;
  return (
    <div data-testid="opportunities-screen" className="flex flex-col gap-3 md:gap-4">
      <title>Opportunities · Tandem</title>
      <h1 className="sr-only">Opportunities</h1>
      <Card
        title="Opportunities"
        testId="opportunities-card"
        hint={`${formatCount(list.rows.length)} shown${open > 0 ? `, ${formatCount(open)} open` : ""}`}
        actions={<Filters search={search} onChange={change} />}
      >
        <OpportunityList list={list} filtered={Object.keys(search).length > 0} onClear={() => change({})} />
      </Card>
      <HeatMap asset={search.asset} />
      <Outlet />
    </div>
  );
}
