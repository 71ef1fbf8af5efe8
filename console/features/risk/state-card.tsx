import { CirclePlay, OctagonPause } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "../../components/card.tsx";
import { cn } from "../../components/cn.ts";
import type { RiskOverview } from "../../lib/wire.ts";
import { PauseControls } from "./pause-controls.tsx";
import { PauseList } from "./pause-list.tsx";
import { GateState, ObserveOnly } from "./standing-states.tsx";

interface StateCardProps {
  readonly risk: RiskOverview;
}

/** Running or paused, each reason for it, and the buttons that change it. */
export function StateCard({ risk, mark }: StateCardProps & { mark: ReactNode }) {
  return (
    <Card title="State" testId="risk-state" className="flex-1" actions={mark}>
      <div className="flex flex-1 flex-col gap-4 px-4 pb-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <Headline risk={risk} />
          <PauseControls risk={risk} />
        </div>
        <p className="text-soft">{meaningOf(risk)}</p>
        {risk.pauses.length > 0 && <PauseList risk={risk} />}
        <div className="mt-auto divide-y divide-line border-line border-t">
          <GateState risk={risk} />
          <ObserveOnly risk={risk} />
        </div>
      </div>
    </Card>
  );
}

function Headline({ risk }: StateCardProps) {
  const { Icon, text, tone } = stateOf(risk);
  return (
    <p
      data-testid="risk-headline"
      className={cn("flex items-center gap-2.5 font-semibold text-[19px]", tone)}
    >
      <Icon aria-hidden className="size-6 shrink-0" />
      {text}
    </p>
  );
}

/** A pause of one venue or asset leaves the others running; only the server says whether all stand. */
function stateOf({ is_paused, pauses }: RiskOverview) {
  if (is_paused) return { Icon: OctagonPause, text: "SYSTEM PAUSED", tone: "text-danger" };
  if (pauses.length > 0) return { Icon: OctagonPause, text: "Partly paused", tone: "text-warning" };
  return { Icon: CirclePlay, text: "Running", tone: "text-success" };
}

/** What may start now, in one sentence; whatever holds more back is named first. */
function meaningOf({ is_paused, pauses, gate_open, observe_only }: RiskOverview): string {
  if (is_paused) return "No new trade starts. Trades that are under way are still brought home.";
  if (!gate_open) return "No new trade starts before the start-up reconciliation has ended.";
  if (observe_only) return "Opportunities are found and shown; none is traded.";
  if (pauses.length > 0) return "Trades start only where none of these pauses applies.";
  return "A trade starts when an opportunity pays and every limit allows it.";
}
