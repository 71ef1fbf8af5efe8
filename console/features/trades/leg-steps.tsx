import { cn } from "../../components/cn.ts";
import { Copyable } from "../../components/copyable.tsx";
import { useTimeZone } from "../../lib/preferences.ts";
import { formatInstant, formatTimeMs } from "../../lib/time.ts";
import { sinceStart, stepText } from "../../lib/trade-text.ts";
import type { TradeLeg } from "../../lib/wire.ts";

interface LegStepsProps {
  readonly leg: TradeLeg;
  /** When the trade was decided; each step says how long after it came. */
  readonly startedAt: string;
}

/** Ids are short enough to be shortened in the middle; the venue's own words are shown whole. */
const isSentence = (ref: string) => /\s/.test(ref);

/** One attempt's life, step by step, on a line of its own. */
export function LegSteps({ leg, startedAt }: LegStepsProps) {
  const [zone] = useTimeZone();
  return (
    <ol className="flex flex-col">
      {leg.timeline.map(({ at, what, ref }, index) => {
        const last = index === leg.timeline.length - 1;
        return (
          <li
            key={index}
            data-testid="leg-step"
            className="grid grid-cols-[0.75rem_5.75rem_1fr] items-baseline gap-x-2 text-[12px] sm:grid-cols-[0.75rem_6rem_5rem_1fr]"
          >
            <span aria-hidden className="relative self-stretch">
              <span
                className={cn(
                  "absolute left-[5px] w-px bg-edge",
                  index === 0 ? "top-2.5" : "top-0",
                  last ? "h-2.5" : "bottom-0",
                )}
              />
              <span className={cn("absolute top-[7px] left-[2px] size-[7px] rounded-full", dot(what))} />
            </span>
            <time dateTime={at} title={formatInstant(Date.parse(at), zone)} className="num text-soft">
              {formatTimeMs(Date.parse(at), zone)}
            </time>
            <span className="num text-right text-muted max-sm:hidden">{sinceStart(at, startedAt)}</span>
            <span className="flex min-w-0 flex-wrap items-baseline gap-x-1.5 py-0.5">
              <span className="text-fg">{stepText(what)}</span>
              {ref !== "" &&
                (isSentence(ref) ? (
                  <span className="min-w-0 break-words text-muted">{ref}</span>
                ) : (
                  <Copyable label={`reference of ${what}`} value={ref} testId="copy-step-ref" />
                ))}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function dot(what: string): string {
  if (/^(filled|confirmed|finalized|settled)$/.test(what)) return "bg-success";
  if (/^(unknown)$/.test(what)) return "bg-danger";
  return /^(rejected|expired|partial|failed)$/.test(what) ? "bg-warning" : "bg-muted";
}
