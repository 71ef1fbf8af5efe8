import { Activity, LayoutDashboard, type LucideIcon } from "lucide-react";

interface Destination {
  readonly to: "/overview" | "/opportunities";
  readonly label: string;
  readonly icon: LucideIcon;
}

/** The screens that exist, in the order of the navigation. */
export const DESTINATIONS: readonly Destination[] = [
  { to: "/overview", label: "Overview", icon: LayoutDashboard },
  { to: "/opportunities", label: "Opportunities", icon: Activity },
];
