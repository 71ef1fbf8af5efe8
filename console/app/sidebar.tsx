import { Link } from "@tanstack/react-router";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { cn } from "../components/cn.ts";
import { useStatus } from "../lib/queries.ts";
import { MODE_MEANING } from "../lib/wording.ts";
import { DESTINATIONS } from "./navigation.ts";

/** Navigation on wide screens: 240 px, or 64 px of icons. */
export function Sidebar({ collapsed, onToggle }: { collapsed: boolean; onToggle: () => void }) {
  const { data: status } = useStatus();
  const wide = collapsed ? "hidden" : "hidden lg:inline";
  return (
    <aside
      className={cn(
        "fixed top-16 bottom-0 left-0 z-20 hidden w-16 flex-col border-line border-r bg-surface transition-[width] duration-150 md:flex print:hidden",
        !collapsed && "lg:w-60",
      )}
    >
      <nav aria-label="Screens" className="flex flex-col gap-0.5 py-3">
        {DESTINATIONS.map(({ to, label, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            title={label}
            data-testid={`nav-${to.slice(1)}`}
            className="relative flex h-10 items-center gap-3 px-[22px] font-medium text-muted transition-colors duration-150 hover:bg-raised hover:text-fg aria-[current=page]:bg-raised aria-[current=page]:text-fg aria-[current=page]:before:absolute aria-[current=page]:before:inset-y-0 aria-[current=page]:before:left-0 aria-[current=page]:before:w-[3px] aria-[current=page]:before:bg-lime"
          >
            <Icon aria-hidden className="size-5 shrink-0" />
            <span className={cn(collapsed ? "sr-only" : "sr-only lg:not-sr-only")}>{label}</span>
          </Link>
        ))}
      </nav>
      <div className="mt-auto flex flex-col gap-3 border-line border-t p-3">
        {status !== undefined && (
          <p className={cn("px-1 text-[12px] text-muted leading-snug", wide)}>
            {MODE_MEANING[status.mode]}
            <span className="num mt-1 block text-[11px]">v{status.version}</span>
          </p>
        )}
        <button
          type="button"
          onClick={onToggle}
          aria-expanded={!collapsed}
          aria-label={collapsed ? "Expand the navigation" : "Collapse the navigation"}
          data-testid="sidebar-toggle"
          className="hidden h-8 items-center gap-3 rounded-button px-[10px] text-muted hover:bg-raised hover:text-fg lg:flex"
        >
          {collapsed ? (
            <PanelLeftOpen aria-hidden className="size-5" />
          ) : (
            <PanelLeftClose aria-hidden className="size-5" />
          )}
          <span className={wide}>Collapse</span>
        </button>
      </div>
    </aside>
  );
}
