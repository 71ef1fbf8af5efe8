import {
  Activity,
  ArrowLeftRight,
  ChartNoAxesCombined,
  LayoutDashboard,
  type LucideIcon,
  Settings,
  ShieldAlert,
} from "lucide-react";

interface Destination {
  readonly to: "/overview" | "/opportunities" | "/trades" | "/risk" | "/reports" | "/settings";
  readonly label: string;
  readonly icon: LucideIcon;
}

/** The screens that exist, in the order of the navigation. */
export const DESTINATIONS: readonly Destination[] = [
  { to: "/overview", label: "Overview", icon: LayoutDashboard },
  { to: "/opportunities", label: "Opportunities", icon: Activity },
  { to: "/trades", label: "Trades", icon: ArrowLeftRight },
  { to: "/risk", label: "Risk & Limits", icon: ShieldAlert },
  { to: "/reports", label: "Reports", icon: ChartNoAxesCombined },
  { to: "/settings", label: "Settings", icon: Settings },
];
