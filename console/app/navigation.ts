import {
  Activity,
  ArrowLeftRight,
  ChartNoAxesCombined,
  LayoutDashboard,
  type LucideIcon,
  Settings,
  ShieldAlert,
  Wallet,
  Waypoints,
} from "lucide-react";

interface Destination {
  readonly to:
    | "/overview"
    | "/opportunities"
    | "/trades"
    | "/execution"
    | "/inventory"
    | "/risk"
    | "/reports"
    | "/settings";
  readonly label: string;
  readonly icon: LucideIcon;
  /** Pressed after `g`. */
  readonly letter: string;
}

/** The screens that exist, in the order of the navigation. */
export const DESTINATIONS: readonly Destination[] = [
  { to: "/overview", label: "Overview", icon: LayoutDashboard, letter: "o" },
  { to: "/opportunities", label: "Opportunities", icon: Activity, letter: "p" },
  { to: "/trades", label: "Trades", icon: ArrowLeftRight, letter: "t" },
  { to: "/execution", label: "Execution", icon: Waypoints, letter: "e" },
  { to: "/inventory", label: "Inventory", icon: Wallet, letter: "i" },
  { to: "/risk", label: "Risk & Limits", icon: ShieldAlert, letter: "r" },
  { to: "/reports", label: "Reports", icon: ChartNoAxesCombined, letter: "d" },
  { to: "/settings", label: "Settings", icon: Settings, letter: "s" },
];
