import { Link } from "@tanstack/react-router";
import { CircleAlert, Grip, Loader, type LucideIcon, PackageCheck, TriangleAlert } from "lucide-react";
import { Badge } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { signOf } from "../../lib/decimal-text.ts";
import { formatCount, formatSize } from "../../lib/format.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { netByAsset, type Residual } from "../../lib/residuals.ts";
import { formatDayTime } from "../../lib/time.ts";

interface ResidualBoardProps {
  readonly residuals: readonly Residual[];
  /** How many finished trades were looked at. */
  readonly looked: number;
  readonly isPending: boolean;
}

const KINDS: Record<
  Residual["kind"],
  { label: string; icon: LucideIcon; tone: "lime" | "danger" | "warning" | "neutral" }
> = {
  closing: { label: "closing", icon: Loader, tone: "lime" },
  stranded: { label: "stranded", icon: TriangleAlert, tone: "danger" },
  accepted: { label: "accepted", icon: CircleAlert, tone: "warning" },
  dust: { label: "below minimum", icon: Grip, tone: "neutral" },
};

/** What trades hold too much or owe, by asset and by trade, and why it is not gone. */
export function ResidualBoard({ residuals, looked, isPending }: ResidualBoardProps) {
  return (
    <Card
      title="Residuals"
      hint={looked === 0 ? "of open trades" : `of open trades and the last ${formatCount(looked)} finished`}
      testId="residual-board"
    >
      {isPending && residuals.length === 0 && <SkeletonRows rows={4} label="Residuals are being read" />}
      {!isPending && residuals.length === 0 && (
        <EmptyState icon={PackageCheck} title="Nothing is left over" testId="residuals-empty">
          Every one of these trades ended flat to the last unit. There is nothing to do.
        </EmptyState>
      )}
      {residuals.length > 0 && (
        <>
          <Nets residuals={residuals} />
          <ul className="max-h-[26rem] divide-y divide-line overflow-y-auto border-line border-t">
            {residuals.map((one) => (
              <Row key={one.trade.id} residual={one} />
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function Nets({ residuals }: { residuals: readonly Residual[] }) {
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 px-4 pb-3">
      {netByAsset(residuals).map(({ base, amount }) => (
        <div
          key={base}
          data-testid={`residual-net-${base.toLowerCase()}`}
          className="flex items-baseline gap-2"
        >
          <dt className="font-semibold text-[12px]">{base}</dt>
          <dd title={amount} className="num text-soft">
            {signedSize(amount)} net
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Row({ residual }: { residual: Residual }) {
  const [zone] = useTimeZone();
  const { trade, base, amount, kind, why } = residual;
  const { label, icon: Icon, tone } = KINDS[kind];
  return (
    <li data-testid="residual" data-id={trade.id} data-kind={kind} className="flex flex-col gap-1 px-4 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          to="/trades"
          search={{ trade: trade.id }}
          data-testid="residual-trade"
          className="num text-soft hover:text-fg"
        >
          {formatDayTime(Date.parse(trade.timestamp), zone)}
        </Link>
        <Badge tone={tone}>
          <Icon aria-hidden className="size-3" /> {label}
        </Badge>
        <span className="num ml-auto font-medium text-fg" data-testid="residual-amount">
          {signedSize(amount)} {base}
        </span>
        <span className="w-16 text-[12px] text-muted">{signOf(amount) > 0 ? "too much" : "too little"}</span>
      </div>
      <p className="break-words text-[12px] text-muted">{why}</p>
    </li>
  );
}

function signedSize(amount: string): string {
  return signOf(amount) > 0 ? `+${formatSize(amount)}` : formatSize(amount);
}
