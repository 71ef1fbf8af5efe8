import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { DESTINATIONS } from "./navigation.ts";

/** Navigation under the thumb on a phone; it scrolls sideways where the screens do not fit beside each other. */
export function TabBar() {
  const bar = useRef<HTMLElement>(null);
  const path = useLocation({ select: ({ pathname }) => pathname });
  useEffect(() => {
    bar.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [path]);
  return (
    <nav
      ref={bar}
      aria-label="Screens"
      className="fixed inset-x-0 bottom-0 z-20 flex h-14 overflow-x-auto border-line border-t bg-surface md:hidden print:hidden"
    >
      {DESTINATIONS.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          data-testid={`tab-${to.slice(1)}`}
          className="relative flex min-w-[4.9rem] flex-1 shrink-0 flex-col items-center justify-center gap-0.5 font-medium text-[11px] text-muted aria-[current=page]:text-fg aria-[current=page]:before:absolute aria-[current=page]:before:inset-x-0 aria-[current=page]:before:top-0 aria-[current=page]:before:h-[3px] aria-[current=page]:before:bg-lime"
        >
          <Icon aria-hidden className="size-5" />
          {label}
        </Link>
      ))}
    </nav>
  );
}
