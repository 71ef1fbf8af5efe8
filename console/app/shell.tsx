import { Outlet } from "@tanstack/react-router";
import { useState } from "react";
import { cn } from "../components/cn.ts";
import { GateNotice } from "./gate-notice.tsx";
import { PauseBanner } from "./pause-banner.tsx";
import { Sidebar } from "./sidebar.tsx";
import { StaleBanner } from "./stale-banner.tsx";
import { StorageBanner } from "./storage-banner.tsx";
import { TabBar } from "./tab-bar.tsx";
import { TopBar } from "./top-bar.tsx";

const COLLAPSED_KEY = "tandem.sidebar-collapsed";

/** The frame around every screen: bar, navigation, warnings that must not be missed, content. */
export function Shell() {
  const [collapsed, setCollapsed] = useState(() => sessionStorage.getItem(COLLAPSED_KEY) === "yes");
  const toggle = () => {
    sessionStorage.setItem(COLLAPSED_KEY, collapsed ? "no" : "yes");
    setCollapsed(!collapsed);
  };
  return (
    <div className="min-h-dvh">
      <a
        href="#content"
        className="sr-only z-50 rounded-button bg-overlay px-3 py-2 text-fg focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <TopBar />
      <Sidebar collapsed={collapsed} onToggle={toggle} />
      <div
        className={cn(
          "pb-16 transition-[padding] duration-150 md:pb-0 print:p-0!",
          collapsed ? "md:pl-16" : "md:pl-16 lg:pl-60",
        )}
      >
        <PauseBanner />
        <GateNotice />
        <StorageBanner />
        <StaleBanner />
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-[1440px] p-3 outline-none md:p-5">
          <Outlet />
        </main>
      </div>
      <TabBar />
    </div>
  );
}
