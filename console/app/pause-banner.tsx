import { Link } from "@tanstack/react-router";
import { ArrowUpRight, OctagonPause } from "lucide-react";
import { useTimeZone } from "../lib/preferences.ts";
import { useStatus } from "../lib/queries.ts";
import { useRisk } from "../lib/risk-queries.ts";
import { pausedSince, pauseLine } from "../lib/risk-text.ts";
import { formatDayTime } from "../lib/time.ts";

/** Across every screen while no new trade may start: why, since when, and where to do something about it. */
export function PauseBanner() {
  const { data: status } = useStatus();
  const paused = status?.risk.is_paused === true;
  const { data: risk } = useRisk(paused);
  const [zone] = useTimeZone();
  if (!paused) return null;
  const pauses = risk?.pauses ?? [];
  const since = pausedSince(pauses);
  const reasons =
    pauses.length > 0 ? pauseLine(pauses) : (status.risk.pause_reason ?? "No reason was given.");
  return (
    <div
      role="alert"
      data-testid="pause-banner"
      className="pause-banner border-danger/40 border-b px-3 py-2 text-danger md:h-10 md:px-5"
    >
      <OctagonPause aria-hidden className="size-5 shrink-0" />
      <strong className="font-semibold whitespace-nowrap tracking-wide">SYSTEM PAUSED</strong>
      <span
        title={reasons}
        className="min-w-0 text-fg [overflow-wrap:anywhere] max-md:line-clamp-3 md:truncate"
      >
        {reasons}
      </span>
      {since !== null && (
        <span className="whitespace-nowrap text-[12px] text-soft">
          since <span className="num">{formatDayTime(Date.parse(since), zone)}</span>
        </span>
      )}
      <Link
        to="/risk"
        data-testid="pause-banner-link"
        className="ml-auto inline-flex items-center gap-1 whitespace-nowrap font-medium text-fg underline underline-offset-2"
      >
        Risk & Limits <ArrowUpRight aria-hidden className="size-3.5" />
      </Link>
    </div>
  );
}
