import type { ReactNode } from "react";

/** The few figures that a detail opens with, in one strip. */
export function Headlines({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-table border border-line bg-line sm:grid-cols-4">
      {children}
    </dl>
  );
}

export function Headline({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="bg-surface px-3 py-2.5">
      <dt className="text-[12px] text-muted">{name}</dt>
      <dd className="mt-0.5 font-medium text-[16px]">{children}</dd>
    </div>
  );
}
