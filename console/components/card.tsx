import type { ReactNode } from "react";
import { cn } from "./cn.ts";

interface CardProps {
  readonly title: string;
  /** A line under the title that says what is shown. */
  readonly hint?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  readonly testId: string;
}

/** A titled region of a screen; its own content scrolls inside it, never the page sideways. */
export function Card({ title, hint, actions, children, className, testId }: CardProps) {
  const titleId = `${testId}-title`;
  return (
    <section
      aria-labelledby={titleId}
      data-testid={testId}
      className={cn("flex min-w-0 flex-col rounded-card border border-line bg-surface", className)}
    >
      <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2.5">
          <h2 id={titleId} className="font-semibold text-[13px] text-fg">
            {title}
          </h2>
          {hint !== undefined && <p className="text-[12px] text-muted">{hint}</p>}
        </div>
        {actions}
      </header>
      {children}
    </section>
  );
}
