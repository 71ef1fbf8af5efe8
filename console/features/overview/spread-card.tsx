import { useCallback, useState } from "react";
import { Card } from "../../components/card.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { readingText } from "../../lib/chart/marks.ts";
import type { SpreadReading } from "../../lib/chart/spread-chart.ts";
import { usePrices } from "../../lib/live-context.tsx";
import { useTimeZone } from "../../lib/preferences.ts";
import { formatTime } from "../../lib/time.ts";
import { directionText } from "../../lib/wording.ts";
import { SpreadPlot } from "./spread-plot.tsx";

const SPANS = [
  { value: "2m", label: "2 min", ms: 120_000 },
  { value: "5m", label: "5 min", ms: 300_000 },
  { value: "10m", label: "10 min", ms: 600_000 },
] as const;

interface SpreadCardProps {
  readonly asset: string | null;
  readonly onChoose: (asset: string) => void;
}

/** The chosen asset's spread in both directions as it moves. */
export function SpreadCard({ asset, onChoose }: SpreadCardProps) {
  const assets = usePrices().map((price) => ({ value: price.asset, label: price.asset.replace("-USD", "") }));
  const [span, setSpan] = useState<"2m" | "5m" | "10m">("5m");
  const [reading, setReading] = useState<SpreadReading | null>(null);
  const read = useCallback((next: SpreadReading | null) => setReading(next), []);
  const spanMs = SPANS.find((option) => option.value === span)?.ms ?? 300_000;
  return (
    <Card
      title="Spread"
      testId="spread-card"
      className="flex-1"
      hint="best Gemini price against the pool's mid, before costs"
      actions={
        <div className="flex flex-wrap items-center gap-2">
          {assets.length > 1 && asset !== null && (
            <Segmented
              label="Asset"
              testId="chart-asset"
              value={asset}
              options={assets}
              onChange={onChoose}
            />
          )}
          <Segmented label="Time shown" testId="chart-span" value={span} options={SPANS} onChange={setSpan} />
        </div>
      }
    >
      <Legend reading={reading} />
      {asset === null ? (
        <div className="h-[280px]" />
      ) : (
        <SpreadPlot key={asset} asset={asset} spanMs={spanMs} onRead={read} />
      )}
    </Card>
  );
}

function Legend({ reading }: { reading: SpreadReading | null }) {
  const [zone] = useTimeZone();
  return (
    <ul className="flex flex-wrap items-center gap-x-5 gap-y-1 px-4 pb-1 text-[12px] text-soft">
      <li className="inline-flex items-center gap-2">
        <Stroke className="stroke-lime" />
        {directionText("cex_to_dex")}
        {reading && <span className="num text-fg">{readingText(reading.cexToDexPct)}</span>}
      </li>
      <li className="inline-flex items-center gap-2">
        <Stroke className="stroke-soft" dash="5 3" />
        {directionText("dex_to_cex")}
        {reading && <span className="num text-fg">{readingText(reading.dexToCexPct)}</span>}
      </li>
      <li className="inline-flex items-center gap-2">
        <svg aria-hidden width="12" height="10">
          <path d="M6 1l5 8H1z" className="fill-lime" />
        </svg>
        Opportunity
      </li>
      {reading && <li className="num ml-auto text-muted">{formatTime(reading.atMs, zone)}</li>}
    </ul>
  );
}

function Stroke({ className, dash }: { className: string; dash?: string }) {
  return (
    <svg aria-hidden width="22" height="8" className={className}>
      <line x1="0" x2="22" y1="4" y2="4" strokeWidth="2" strokeDasharray={dash} />
    </svg>
  );
}
