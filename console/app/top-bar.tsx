import { Link } from "@tanstack/react-router";
import { Segmented } from "../components/segmented.tsx";
import { useTimeZone } from "../lib/preferences.ts";
import { CommandCenter } from "./commands/command-center.tsx";
import { ModeBadge } from "./mode-badge.tsx";
import { StreamBadge } from "./stream-badge.tsx";
import { UserMenu } from "./user-menu.tsx";
import { VenuePill } from "./venue-pill.tsx";

const ZONES = [
  { value: "utc", label: "UTC" },
  { value: "local", label: "Local" },
] as const;

/** Who and where one is, and whether the venues can be believed; two rows on a phone. */
export function TopBar() {
  const [zone, setZone] = useTimeZone();
  return (
    <header className="sticky top-0 z-30 border-line print:hidden border-b bg-surface">
      <div className="flex flex-wrap items-center gap-x-4 px-3 md:h-16 md:flex-nowrap md:px-5">
        <div className="flex h-14 flex-1 items-center gap-3 md:h-16 md:flex-none">
          <Link
            to="/overview"
            aria-label="Tandem, to the overview"
            className="flex items-center gap-2.5 rounded-button"
          >
            <img src="/favicon.svg" alt="" width={28} height={28} />
            <span className="font-semibold text-[16px] tracking-tight">Tandem</span>
          </Link>
          <ModeBadge />
        </div>
        <div className="order-2 flex items-center gap-3 md:order-3">
          <CommandCenter />
          <UserMenu />
          <Segmented label="Clock" testId="time-zone" value={zone} options={ZONES} onChange={setZone} />
        </div>
        <div className="order-3 -mx-3 flex h-9 w-[calc(100%+1.5rem)] items-center gap-2.5 border-line border-t px-3 md:order-2 md:mx-0 md:ml-auto md:h-auto md:w-auto md:gap-5 md:border-0 md:px-0">
          <VenuePill venue="gemini" label="Gemini" />
          <VenuePill venue="solana" label="Solana" />
          <StreamBadge />
        </div>
      </div>
    </header>
  );
}
