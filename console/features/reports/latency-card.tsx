import { Card } from "../../components/card.tsx";
import { formatCount, formatMs } from "../../lib/format.ts";
import type { Report } from "../../lib/wire.ts";

/** How long trades took, and how long they were exposed. */
export function LatencyCard({ report }: { report: Report }) {
  return (
    <Card title="Latency" hint="of closed trades" testId="report-latency" className="flex-1">
      <div className="flex flex-col gap-4 px-4 pt-1 pb-4">
        <Pair
          name="Decision to flat"
          note="the whole trade"
          testId="latency-trade"
          summary={report.latency}
        />
        <Pair
          name="Exposed"
          note="from the first evidenced leg to flat"
          testId="latency-exposure"
          summary={report.exposure}
        />
      </div>
    </Card>
  );
}

interface PairProps {
  readonly name: string;
  readonly note: string;
  readonly testId: string;
  readonly summary: Report["latency"];
}

function Pair({ name, note, testId, summary }: PairProps) {
  return (
    <div data-testid={testId} className="flex flex-col gap-1.5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span>{name}</span>
        <span className="text-[12px] text-muted">
          {note}, {formatCount(summary.count)} measured
        </span>
      </p>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-table border border-line bg-line">
        {(["p50", "p95"] as const).map((rank) => (
          <div key={rank} className="bg-surface px-3 py-2">
            <dt className="text-[12px] text-muted">{rank}</dt>
            <dd className="num font-medium text-[17px]">
              {formatMs(summary[`${rank}_ms`])}
              <span className="ml-1 font-normal text-[12px] text-muted">ms</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
