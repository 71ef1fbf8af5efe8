import { Badge } from "../../components/badge.tsx";
import { Copyable } from "../../components/copyable.tsx";
import { LegStateBadge } from "../../components/leg-state-badge.tsx";
import { Section } from "../../components/section.tsx";
import { formatSize } from "../../lib/format.ts";
import { baseOf, filledPct, legVenueText, limitText, PURPOSE_WORDS } from "../../lib/trade-text.ts";
import type { TradeDetail, TradeLeg } from "../../lib/wire.ts";
import { LegSteps } from "./leg-steps.tsx";

/** Every attempt in the order in which it was made: what was wanted, what was done, and each step of it. */
export function LegTimeline({ row }: { row: TradeDetail }) {
  return (
    <Section title="Legs">
      {row.legs.length === 0 && <p className="text-muted">No leg has been started.</p>}
      <ol className="flex flex-col gap-3" data-testid="leg-timeline">
        {row.legs.map((leg) => (
          <Track key={leg.attempt_id} leg={leg} row={row} />
        ))}
      </ol>
    </Section>
  );
}

function Track({ leg, row }: { leg: TradeLeg; row: TradeDetail }) {
  return (
    <li
      data-testid="leg-track"
      data-attempt={leg.attempt_id}
      className="flex flex-col gap-2.5 rounded-table border border-line bg-raised/40 px-3.5 py-3"
    >
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="font-semibold">
          {PURPOSE_WORDS[leg.purpose]}: {leg.side} on {legVenueText(leg.venue)}
        </span>
        {leg.attempt > 1 && <Badge>attempt {leg.attempt}</Badge>}
        <LegStateBadge state={leg.state} />
        {!leg.settled && <span className="text-[12px] text-muted">not settled yet</span>}
      </div>
      <Filled leg={leg} asset={row.asset} />
      {leg.reason !== null && (
        <p className="break-words text-warning" data-testid="leg-reason">
          {leg.reason}
        </p>
      )}
      <LegSteps leg={leg} startedAt={row.timestamp} />
      <References leg={leg} />
    </li>
  );
}

/** Wanted against filled, and what it was exchanged for. */
function Filled({ leg, asset }: { leg: TradeLeg; asset: string }) {
  const base = baseOf(asset);
  return (
    <div className="flex flex-col gap-1">
      <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-overlay">
        <div className="h-full rounded-full bg-soft" style={{ width: `${filledPct(leg)}%` }} />
      </div>
      <dl className="flex flex-wrap gap-x-4 text-[12px]">
        <Pair name="filled" value={`${formatSize(leg.filled)} of ${formatSize(leg.wanted)} ${base}`} />
        <Pair name="for" value={`${formatSize(leg.quote_amount)} ${leg.quote_asset}`} />
        <Pair {...limitText(leg)} />
        {leg.fees.map((fee) => (
          <Pair key={fee.asset} name="fee" value={`${formatSize(fee.amount)} ${fee.asset}`} />
        ))}
      </dl>
    </div>
  );
}

function Pair({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-muted">{name}</dt>
      <dd className="num text-soft">{value}</dd>
    </div>
  );
}

function References({ leg }: { leg: TradeLeg }) {
  if (leg.reference === null && leg.order_id === null) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 text-[12px] text-muted">
      {leg.reference !== null && (
        <span className="inline-flex max-w-full items-center">
          {leg.venue === "solana" ? "Signature" : "Client order"}
          <Copyable label="reference" value={leg.reference} testId="copy-reference" />
        </span>
      )}
      {leg.order_id !== null && (
        <span className="inline-flex max-w-full items-center">
          Order
          <Copyable label="order id" value={leg.order_id} testId="copy-order-id" />
        </span>
      )}
    </div>
  );
}
