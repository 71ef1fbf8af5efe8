import { formatSize, formatUsd, NO_VALUE } from "../../lib/format.ts";
import type { HoldingPoint } from "../../lib/holdings.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { formatDayTime } from "../../lib/time.ts";

const LINES = [
  { key: "total", label: "Together", stroke: "stroke-lime", dash: undefined },
  { key: "gemini", label: "Gemini", stroke: "stroke-warning", dash: "5 3" },
  { key: "solana", label: "Solana", stroke: "stroke-soft", dash: "1 3" },
] as const;

/** Which line is which, with the figures of the point under the pointer, or of the newest one. */
export function HistoryLegend({ point, of }: { point: HoldingPoint | undefined; of: string | null }) {
  const [zone] = useTimeZone();
  return (
    <ul className="flex flex-wrap items-center gap-x-5 gap-y-1 px-4 pb-1 text-[12px] text-soft">
      {LINES.map(({ key, label, stroke, dash }) => (
        <li key={key} className="inline-flex items-center gap-2">
          <svg aria-hidden width="22" height="8" className={stroke}>
            <line x1="0" x2="22" y1="4" y2="4" strokeWidth="2" strokeDasharray={dash} />
          </svg>
          {label}
          <span className="num text-fg" data-testid={`legend-${key}`}>
            {figureText(point?.[key] ?? null, of)}
          </span>
        </li>
      ))}
      {point !== undefined && (
        <li className="num ml-auto text-muted">{formatDayTime(Date.parse(point.timestamp), zone)}</li>
      )}
    </ul>
  );
}

/** Dollars to the cent, amounts with every digit. */
export function figureText(figure: string | null, of: string | null): string {
  if (figure === null) return NO_VALUE;
  return of === null ? formatUsd(figure) : formatSize(figure);
}
