import { useNavigate, useSearch } from "@tanstack/react-router";
import { CircleAlert, Download, History } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { FILTER_FIELD } from "../../components/asset-filter.tsx";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { saveText } from "../../lib/csv.ts";
import { formatCount } from "../../lib/format.ts";
import { historyCsv, historyOf } from "../../lib/holdings.ts";
import { useInventoryHistory } from "../../lib/inventory-queries.ts";
import type { InventorySearch } from "../../lib/inventory-search.ts";
import type { InventoryHistory, InventoryRange } from "../../lib/wire.ts";
import { HistoryLegend } from "./history-legend.tsx";
import { HistoryPlot } from "./history-plot.tsx";
import { HistoryTable } from "./history-table.tsx";

const RANGES = (["1h", "24h", "7d", "30d"] as const).map((value) => ({ value, label: value }));
const VIEWS = [
  { value: "chart", label: "Chart" },
  { value: "table", label: "Table" },
] as const;

/** The value of everything, or the amount of one asset, over time. */
export function HistoryCard({ assets }: { assets: readonly string[] }) {
  const search = useSearch({ from: "/inventory" });
  const navigate = useNavigate();
  const range: InventoryRange = search.range ?? "24h";
  const { data, isError, isPlaceholderData } = useInventoryHistory(range);
  const change = (next: InventorySearch) =>
    void navigate({ to: "/inventory", search: { ...search, ...next }, replace: true, resetScroll: false });
  return (
    <Card
      title="History"
      testId="inventory-history"
      className="flex-1"
      hint={
        data === undefined ? undefined : (
          <span data-testid="history-count">
            {formatCount(data.points.length)} {data.points.length === 1 ? "snapshot" : "snapshots"}
          </span>
        )
      }
      actions={
        <div className="flex flex-wrap items-center gap-2">
          {isError && data !== undefined && <Badge tone="warning">last known</Badge>}
          <OfSelect of={search.of} assets={assets} onChoose={(of) => change({ of })} />
          <Segmented
            label="Range"
            testId="history-range"
            value={range}
            options={RANGES}
            onChange={(next) => change({ range: next })}
          />
          <Segmented
            label="View"
            testId="history-view"
            value={search.view ?? "chart"}
            options={VIEWS}
            onChange={(view) => change({ view: view === "table" ? view : undefined })}
          />
          <Button
            size="small"
            data-testid="history-csv"
            disabled={data === undefined || data.points.length === 0}
            onClick={() =>
              data !== undefined && saveText(`tandem-inventory-${data.range}.csv`, historyCsv(data))
            }
          >
            <Download aria-hidden className="size-3.5" /> CSV
          </Button>
        </div>
      }
    >
      {data === undefined && !isError && <SkeletonRows rows={6} label="The history is being read" />}
      {data === undefined && isError && (
        <EmptyState icon={CircleAlert} title="The history could not be read" testId="history-error">
          It is tried again by itself.
        </EmptyState>
      )}
      {data !== undefined && (
        <Body
          history={data}
          of={search.of ?? null}
          asTable={search.view === "table"}
          dimmed={isPlaceholderData}
        />
      )}
    </Card>
  );
}

interface OfSelectProps {
  readonly of: string | undefined;
  readonly assets: readonly string[];
  readonly onChoose: (of: string | undefined) => void;
}

function OfSelect({ of, assets, onChoose }: OfSelectProps) {
  const listed = of === undefined || assets.includes(of) ? assets : [...assets, of];
  return (
    <select
      aria-label="What is shown"
      data-testid="history-of"
      value={of ?? ""}
      onChange={(event) => onChoose(event.target.value === "" ? undefined : event.target.value)}
      className={FILTER_FIELD}
    >
      <option value="">Value in USD</option>
      {listed.map((asset) => (
        <option key={asset} value={asset}>
          {asset}
        </option>
      ))}
    </select>
  );
}

interface BodyProps {
  readonly history: InventoryHistory;
  readonly of: string | null;
  readonly asTable: boolean;
  /** It is of the range before, while the chosen one is read. */
  readonly dimmed: boolean;
}

function Body({ history, of, asTable, dimmed }: BodyProps) {
  const points = useMemo(() => historyOf(history, of), [history, of]);
  const [index, setIndex] = useState<number | null>(null);
  const read = useCallback((next: number | null) => setIndex(next), []);
  if (points.length === 0) {
    return (
      <EmptyState icon={History} title="Nothing was kept in this time" testId="history-empty">
        What is held is kept once a minute while Tandem runs. Choose a longer range, or come back in a minute.
      </EmptyState>
    );
  }
  return (
    <div className={dimmed ? "opacity-60" : undefined}>
      {asTable ? (
        <HistoryTable points={points} of={of} />
      ) : (
        <>
          <HistoryLegend point={points[index ?? points.length - 1]} of={of} />
          <HistoryPlot points={points} from={history.from} to={history.to} of={of} onRead={read} />
        </>
      )}
    </div>
  );
}
