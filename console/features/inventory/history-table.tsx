import type { HoldingPoint } from "../../lib/holdings.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { formatDayTime, formatInstant } from "../../lib/time.ts";
import { figureText } from "./history-legend.tsx";

/** The same figures as text, newest first. */
export function HistoryTable({ points, of }: { points: readonly HoldingPoint[]; of: string | null }) {
  const [zone] = useTimeZone();
  return (
    <div className="max-h-[26rem] overflow-auto border-line border-t">
      <table data-testid="history-table" className="w-full">
        <thead className="sticky top-0 bg-raised text-[11px] text-muted">
          <tr className="h-8 [&>th]:px-3 [&>th]:text-right [&>th]:font-medium [&>th]:first:pl-4 [&>th]:last:pr-4">
            <th scope="col" className="text-left!">
              Time
            </th>
            <th scope="col">Together</th>
            <th scope="col">Gemini</th>
            <th scope="col">Solana</th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr
              key={point.timestamp}
              data-testid="history-row"
              className="h-9 border-line border-t [&>td]:px-3 [&>td]:text-right [&>td]:last:pr-4"
            >
              <th
                scope="row"
                title={formatInstant(Date.parse(point.timestamp), zone)}
                className="num pl-4 text-left font-normal text-muted"
              >
                {formatDayTime(Date.parse(point.timestamp), zone)}
              </th>
              {[point.total, point.gemini, point.solana].map((figure, line) => (
                <td key={line} title={figure ?? undefined} className="num text-soft">
                  {figureText(figure, of)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
