import { Figure } from "../../components/figure.tsx";
import { formatCost, formatCount, formatMs, NO_VALUE, numberText } from "../../lib/format.ts";
import { useStatus } from "../../lib/queries.ts";

/** How fast the way from a frame to a flat trade is, and how much is open now. */
export function LatencyStrip({ stranded }: { stranded: number }) {
  const { data: status } = useStatus();
  const risk = status?.risk;
  return (
    <dl
      data-testid="execution-figures"
      className="grid grid-cols-2 overflow-hidden rounded-card border border-line bg-surface md:grid-cols-3 wide:grid-cols-6"
    >
      <Latency
        label="Detection"
        note="from the frame to the opportunity"
        of={status?.detection_latency}
        testId="latency-detection"
      />
      <Latency
        label="Decision to send"
        note="journal included"
        of={status?.send_latency}
        testId="latency-send"
      />
      <Latency
        label="Exposure"
        note="from the first fill to flat"
        of={status?.exposure_time}
        testId="latency-exposure"
      />
      <Figure label="Open trades" note="on both venues" testId="figure-open-trades">
        {risk === undefined ? NO_VALUE : formatCount(risk.open_trades)}
      </Figure>
      <Figure label="Open exposure" note="held too much or owed" testId="figure-open-exposure">
        {risk === undefined ? NO_VALUE : formatCost(numberText(risk.open_exposure_usd))}
      </Figure>
      <Figure
        label="Stranded"
        note={stranded > 0 ? "waiting for your decision" : "nothing waits for you"}
        testId="figure-stranded"
      >
        <span className={stranded > 0 ? "text-danger" : undefined}>{formatCount(stranded)}</span>
      </Figure>
    </dl>
  );
}

interface LatencyProps {
  readonly label: string;
  readonly note: string;
  readonly of: { count: number; p50_ms: number | null; p95_ms: number | null } | undefined;
  readonly testId: string;
}

function Latency({ label, note, of, testId }: LatencyProps) {
  return (
    <Figure label={label} note={note} testId={testId}>
      {formatMs(of?.p50_ms ?? null)}
      <span className="ml-1 font-normal text-[12px] text-muted">ms p50</span>
      <span className="mt-0.5 block text-[13px] text-soft">
        {formatMs(of?.p95_ms ?? null)}
        <span className="ml-1 font-normal text-[12px] text-muted">ms p95</span>
      </span>
    </Figure>
  );
}
