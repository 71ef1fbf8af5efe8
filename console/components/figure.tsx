import type { ReactNode } from "react";

interface FigureProps {
  readonly label: ReactNode;
  readonly unit?: string;
  /** What it counts, in small print under it. */
  readonly note?: string;
  readonly testId: string;
  readonly children: ReactNode;
}

/** One figure of a strip: what it is, and how much. */
export function Figure({ label, unit, note, testId, children }: FigureProps) {
  return (
    <div className="-mt-px -ml-px min-w-0 border-line border-t border-l px-4 py-3">
      <dt className="text-[12px] text-muted">{label}</dt>
      <dd data-testid={testId} className="num mt-0.5 font-medium text-[18px] text-fg leading-tight">
        {children}
        {unit !== undefined && <span className="ml-1 font-normal text-[12px] text-muted">{unit}</span>}
      </dd>
      {note !== undefined && <dd className="mt-0.5 text-[11px] text-muted">{note}</dd>}
    </div>
  );
}
