import { ArrowRight } from "lucide-react";
import { Section } from "../../components/section.tsx";
import { formatSize } from "../../lib/format.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { formatInstant, formatTimeMs } from "../../lib/time.ts";
import { stepText } from "../../lib/trade-text.ts";
import type { TradeDetail } from "../../lib/wire.ts";

/** Every entry of the ledger that books this trade. */
export function Transfers({ row }: { row: TradeDetail }) {
  const [zone] = useTimeZone();
  return (
    <Section title="Ledger">
      {row.transfers.length === 0 && <p className="text-muted">Nothing is booked.</p>}
      <ul className="divide-y divide-line border-line border-y" data-testid="trade-transfers">
        {row.transfers.map((transfer) => (
          <li
            key={transfer.id}
            title={transfer.id}
            className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-0.5 py-1 text-[12px]"
          >
            <span className="inline-flex flex-wrap items-center gap-x-3">
              <time
                dateTime={transfer.at}
                title={formatInstant(Date.parse(transfer.at), zone)}
                className="num text-muted"
              >
                {formatTimeMs(Date.parse(transfer.at), zone)}
              </time>
              <span className="w-20 text-soft">{stepText(transfer.kind)}</span>
              <span className="inline-flex items-center gap-1 text-muted">
                {transfer.from}
                <ArrowRight role="img" aria-label="to" className="size-3 shrink-0" />
                {transfer.to}
              </span>
            </span>
            <span className="num ml-auto text-fg">
              {formatSize(transfer.amount)} {transfer.asset}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
