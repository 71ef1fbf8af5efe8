import { Link, type LinkProps } from "@tanstack/react-router";
import { ArrowUpRight } from "lucide-react";
import type { ReactNode } from "react";

interface MoreLinkProps {
  readonly to: NonNullable<LinkProps["to"]>;
  readonly children: ReactNode;
  readonly testId: string;
}

/** At the head of a card: where there is more of the same. */
export function MoreLink({ to, children, testId }: MoreLinkProps) {
  return (
    <Link
      to={to}
      data-testid={testId}
      className="inline-flex items-center gap-1 text-[12px] text-soft hover:text-fg"
    >
      {children} <ArrowUpRight aria-hidden className="size-3.5" />
    </Link>
  );
}
