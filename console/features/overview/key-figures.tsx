import type { ReactNode } from "react";
import { formatCount, formatMs, formatPrice, NO_VALUE } from "../../lib/format.ts";
import { useStatus } from "../../lib/queries.ts";
import { formatDuration } from "../../lib/time.ts";

/** The counters of this run in one strip. */
export function KeyFigures() {
  const { data: status } = useStatus();
  const latency = status?.detection_latency;
  const count = (value: number | undefined) => (value === undefined ? NO_VALUE : formatCount(value));
  return (
    <dl
      data-testid="key-figures"
      className="grid grid-cols-2 overflow-hidden rounded-card border border-line bg-surface sm:grid-cols-4 wide:grid-cols-7"
    >
      <Figure label="Evaluations" testId="figure-evaluations">
        {count(status?.evaluations)}
      </Figure>
      <Figure label="Opportunities" testId="figure-opportunities">
        {count(status?.event_stats["signal.opportunity"])}
      </Figure>
      <Figure label="Open now" testId="figure-open">
        {count(status?.open_opportunities)}
      </Figure>
      <Figure label="Detection p50" unit="ms" testId="figure-p50">
        {formatMs(latency?.p50_ms ?? null)}
      </Figure>
      <Figure label="Detection p95" unit="ms" testId="figure-p95">
        {formatMs(latency?.p95_ms ?? null)}
      </Figure>
      <Figure label="USDC / USD" testId="figure-usdc">
        {status?.usdc_usd == null ? NO_VALUE : formatPrice(status.usdc_usd, 4)}
      </Figure>
      <Figure label="Uptime" testId="figure-uptime">
        {status === undefined
          ? NO_VALUE
          : formatDuration(Math.floor(status.uptime_sec) * 1000).replace(".0 s", " s")}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  readonly label: string;
  readonly unit?: string;
  readonly testId: string;
  readonly children: ReactNode;
}

function Figure({ label, unit, testId, children }: FigureProps) {
  return (
    <div className="-mt-px -ml-px border-line last:col-span-2 wide:last:col-span-1 border-t border-l px-4 py-3">
      <dt className="text-[12px] text-muted">{label}</dt>
      <dd data-testid={testId} className="num mt-0.5 font-medium text-[19px] text-fg leading-tight">
        {children}
        {unit !== undefined && <span className="ml-1 font-normal text-[12px] text-muted">{unit}</span>}
      </dd>
    </div>
  );
}
