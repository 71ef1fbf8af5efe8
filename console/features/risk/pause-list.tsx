import { Ban } from "lucide-react";
import { Badge } from "../../components/badge.tsx";
import { useTimeZone } from "../../lib/preferences.ts";
import { reasonText, scopeText } from "../../lib/risk-text.ts";
import { formatInstant } from "../../lib/time.ts";
import type { Pause, RiskOverview } from "../../lib/wire.ts";

/** Every reason in force, and what must end before trading may be resumed. */
export function PauseList({ risk }: { risk: RiskOverview }) {
  return (
    <div className="flex flex-col gap-3">
      <ul
        className="divide-y divide-danger/20 rounded-table border border-danger/30 bg-danger/5"
        data-testid="pauses"
      >
        {risk.pauses.map((pause) => (
          <PauseRow key={`${pause.reason} ${pause.scope} ${pause.since}`} pause={pause} />
        ))}
      </ul>
      {risk.lasting_causes.length > 0 && (
        <div data-testid="lasting-causes" id="lasting-causes" className="flex items-start gap-2 text-warning">
          <Ban aria-hidden className="mt-0.5 size-4 shrink-0" />
          <div>
            <p>Resuming is refused while this lasts:</p>
            <ul className="list-inside list-disc text-soft">
              {risk.lasting_causes.map((cause) => (
                <li key={cause}>{cause}</li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </div>
  );
}

function PauseRow({ pause }: { pause: Pause }) {
  const [zone] = useTimeZone();
  return (
    <li data-testid="pause" className="flex flex-col gap-1 px-3.5 py-2.5">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="font-semibold">{reasonText(pause.reason)}</span>
        <Badge tone="danger">holds back {scopeText(pause.scope)}</Badge>
        <span className="text-[12px] text-muted">
          since <span className="num">{formatInstant(Date.parse(pause.since), zone)}</span> by {pause.by}
        </span>
      </div>
      {pause.detail !== "" && <p className="break-words text-soft">{pause.detail}</p>}
    </li>
  );
}
