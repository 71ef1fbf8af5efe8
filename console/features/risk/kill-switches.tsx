import { CircleCheck, OctagonAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { cn } from "../../components/cn.ts";
import { formatCount, NO_VALUE } from "../../lib/format.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { reasonText, scopeText } from "../../lib/risk-text.ts";
import { formatDayTime } from "../../lib/time.ts";
import type { KillSwitch, RiskOverview } from "../../lib/wire.ts";

const HEADINGS = ["Switch", "State", "Holds back", "Now", "Trips at", "Since", "May be resumed"];

/** Everything that stops trading by itself: where it stands, where it trips, and what ends it. */
export function KillSwitches({ risk: { switches }, mark }: { risk: RiskOverview; mark: ReactNode }) {
  const tripped = switches.filter((one) => one.state === "tripped").length;
  const hint = tripped === 0 ? "none tripped" : `${formatCount(tripped)} tripped`;
  return (
    <Card title="Kill switches" hint={hint} testId="kill-switches" actions={mark}>
      <table className="hidden w-full border-line border-t lg:table">
        <thead className="bg-raised/50 text-left text-[11px] text-muted">
          <tr className="h-8 [&>th]:px-3 [&>th]:font-medium [&>th]:first:pl-4 [&>th]:last:pr-4">
            {HEADINGS.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {switches.map((one) => (
            <SwitchRow key={keyOf(one)} one={one} />
          ))}
        </tbody>
      </table>
      <ul className="border-line border-t lg:hidden">
        {switches.map((one) => (
          <SwitchCard key={keyOf(one)} one={one} />
        ))}
      </ul>
    </Card>
  );
}

function SwitchRow({ one }: { one: KillSwitch }) {
  return (
    <tr
      data-testid="kill-switch"
      data-reason={one.reason}
      className={cn(
        "h-10 border-line border-t [&>td]:px-3 [&>td]:py-1.5 [&>td]:first:pl-4 [&>td]:last:pr-4",
        one.state === "tripped" && "bg-danger/5",
      )}
    >
      <td className="whitespace-nowrap font-semibold">{reasonText(one.reason)}</td>
      <td>
        <SwitchState one={one} />
      </td>
      <td className="text-soft">{scopeText(one.scope)}</td>
      <td className="text-fg">{one.current === "" ? NO_VALUE : one.current}</td>
      <td className="text-soft">{one.threshold === "" ? NO_VALUE : one.threshold}</td>
      <td>
        <Since one={one} />
      </td>
      <td className="text-muted">{one.resume_rule}</td>
    </tr>
  );
}

function SwitchCard({ one }: { one: KillSwitch }) {
  return (
    <li
      data-testid="kill-switch-card"
      className={cn(
        "flex flex-col gap-1 border-line border-b px-4 py-3 last:border-0",
        one.state === "tripped" && "bg-danger/5",
      )}
    >
      <span className="flex items-center justify-between gap-2">
        <span className="font-semibold">{reasonText(one.reason)}</span>
        <SwitchState one={one} />
      </span>
      <span className="text-soft">
        {one.current === "" ? NO_VALUE : one.current}
        {one.threshold !== "" && <span className="text-muted">, trips at {one.threshold}</span>}
      </span>
      {one.state === "tripped" && (
        <span className="text-[12px] text-soft">
          Holds back {scopeText(one.scope)} since <Since one={one} />
        </span>
      )}
      <span className="text-[12px] text-muted">{one.resume_rule}</span>
    </li>
  );
}

function SwitchState({ one }: { one: KillSwitch }) {
  return one.state === "ok" ? (
    <Badge tone="success">
      <CircleCheck aria-hidden className="size-3" /> ok
    </Badge>
  ) : (
    <Badge tone="danger">
      <OctagonAlert aria-hidden className="size-3" /> tripped
    </Badge>
  );
}

function Since({ one }: { one: KillSwitch }) {
  const [zone] = useTimeZone();
  if (one.since === null) return <span className="text-muted">{NO_VALUE}</span>;
  return (
    <time dateTime={one.since} className="num text-soft">
      {formatDayTime(Date.parse(one.since), zone)}
    </time>
  );
}

/** A switch may stand once for each venue or asset. */
function keyOf({ reason, scope }: KillSwitch): string {
  return `${reason} ${scope}`;
}
