import { useNavigate } from "@tanstack/react-router";
import { ArrowLeftRight, CircleHelp, Clock, Download, type LucideIcon, Pause, Search } from "lucide-react";
import { useTimeZone } from "../../lib/preferences.ts";
import { useMay } from "../../lib/session-context.tsx";
import { DESTINATIONS } from "../navigation.ts";

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly keys?: string;
  readonly icon: LucideIcon;
  readonly run: () => void;
}

/** Dialogs that commands open. */
export interface Openers {
  readonly openPause: () => void;
  readonly openHelp: () => void;
}

/** Everything that can be done from anywhere, for the palette and the shortcuts alike; nothing that the role forbids. */
export function useCommands({ openPause, openHelp }: Openers): readonly Command[] {
  const navigate = useNavigate();
  const [zone, setZone] = useTimeZone();
  const mayPause = useMay("operator");
  const screens = DESTINATIONS.map(({ to, label, icon, letter }) => ({
    ...{ id: `go-${to.slice(1)}`, label: `Go to ${label}`, keys: `g ${letter}`, icon },
    run: () => void navigate({ to }),
  }));
  const pause = { id: "pause", label: "Pause trading", keys: "p", icon: Pause, run: openPause };
  return [
    ...screens,
    ...(mayPause ? [pause] : []),
    {
      ...{
        id: "clock",
        label: zone === "utc" ? "Show local times" : "Show times in UTC",
        keys: "u",
        icon: Clock,
      },
      run: () => setZone(zone === "utc" ? "local" : "utc"),
    },
    {
      ...{ id: "stranded", label: "Show stranded trades", icon: ArrowLeftRight },
      run: () => void navigate({ to: "/trades", search: { status: "stranded" } }),
    },
    {
      ...{ id: "export", label: "Download all trades as CSV", icon: Download },
      run: () => window.location.assign("/api/v1/trades/export?format=csv"),
    },
    { id: "help", label: "Keyboard shortcuts", keys: "?", icon: CircleHelp, run: openHelp },
  ];
}

/** An identifier that was pasted leads to what it names: the console cannot know which, so both are offered. */
export function useIdCommands(typed: string): readonly Command[] {
  const navigate = useNavigate();
  const id = typed.trim();
  if (!/^\S{8,200}$/.test(id)) return [];
  return [
    {
      ...{ id: "open-trade", label: `Open trade ${id}`, icon: Search },
      run: () => void navigate({ to: "/trades", search: { trade: id } }),
    },
    {
      ...{ id: "open-opportunity", label: `Open opportunity ${id}`, icon: Search },
      run: () => void navigate({ to: "/opportunities/$id", params: { id } }),
    },
  ];
}
