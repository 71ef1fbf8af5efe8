import type { DayRange } from "../lib/day-range.ts";
import { FILTER_FIELD } from "./asset-filter.tsx";

interface DayFilterProps {
  readonly days: DayRange;
  readonly onChoose: (name: "from" | "to", day: string) => void;
}

/** Two days of UTC, whatever clock is shown: a link must mean the same to everyone. */
export function DayFilter({ days, onChoose }: DayFilterProps) {
  return (
    <>
      <Day name="from" label="From" day={days.from} onChoose={onChoose} />
      <Day name="to" label="to" day={days.to} onChoose={onChoose} />
    </>
  );
}

interface DayProps {
  readonly name: "from" | "to";
  readonly label: string;
  readonly day: string | undefined;
  readonly onChoose: DayFilterProps["onChoose"];
}

function Day({ name, label, day, onChoose }: DayProps) {
  return (
    <label className="inline-flex items-center gap-1.5 text-[12px] text-muted" title="A day of UTC">
      {label}
      <input
        type="date"
        aria-label={name === "from" ? "First day, UTC" : "Last day, UTC"}
        data-testid={`filter-${name}`}
        value={day ?? ""}
        onChange={(event) => onChoose(name, event.target.value)}
        className={`${FILTER_FIELD} w-[7.75rem]`}
      />
    </label>
  );
}
