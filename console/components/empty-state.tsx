import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly testId: string;
}

/** What is said where there is nothing to show, and what one can do about it. */
export function EmptyState({ icon: Icon, title, children, testId }: EmptyStateProps) {
  return (
    <div
      data-testid={testId}
      className="flex flex-1 flex-col items-center justify-center gap-2 px-6 py-10 text-center"
    >
      <Icon aria-hidden className="size-6 text-muted" />
      <p className="font-medium text-fg">{title}</p>
      {children !== undefined && <div className="max-w-md text-[12px] text-muted">{children}</div>}
    </div>
  );
}
