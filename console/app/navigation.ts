import {
  Activity,
  ArrowLeftRight,
  LayoutDashboard,
  type LucideIcon,
  ShieldAlert,
  Wallet,
  Waypoints,
} from "lucide-react";

interface Destination {
  readonly to: "/overview" | "/opportunities" | "/trades" | "/execution" | "/inventory" | "/risk";
  readonly label: string;
  readonly icon: LucideIcon;
}

/** The screens that exist, in the order of the navigation. */
export const DESTINATIONS: readonly Destination[] = [
  { to: "/overview", label: "Overview", icon: LayoutDashboard },
  { to: "/opportunities", label: "Opportunities", icon: Activity },
  { to: "/trades", label: "Trades", icon: ArrowLeftRight },
  { to: "/execution", label: "Execution", icon: Waypoints },
  { to: "/inventory", label: "Inventory", icon: Wallet },
  { to: "/risk", label: "Risk & Limits", icon: ShieldAlert },
];
