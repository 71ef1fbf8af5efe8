import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { parseOpportunitySearch } from "../features/opportunities/search.ts";
import { parseReportSearch } from "../features/reports/search.ts";
import { parseTradeSearch } from "../features/trades/search.ts";
import { parseInventorySearch } from "../lib/inventory-search.ts";
import { strictly } from "../lib/strict-search.ts";
import { ErrorScreen } from "./error-screen.tsx";
import { NotFound } from "./not-found.tsx";
import { Shell } from "./shell.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: ErrorScreen });

const index = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/overview", replace: true });
  },
});

const overview = createRoute({
  getParentRoute: () => root,
  path: "/overview",
  component: lazyRouteComponent(() => import("../features/overview/index.ts"), "OverviewScreen"),
});

const opportunities = createRoute({
  getParentRoute: () => root,
  path: "/opportunities",
  validateSearch: strictly(parseOpportunitySearch),
  component: lazyRouteComponent(() => import("../features/opportunities/index.ts"), "OpportunitiesScreen"),
});

const opportunity = createRoute({
  getParentRoute: () => opportunities,
  path: "$id",
  component: lazyRouteComponent(() => import("../features/opportunities/index.ts"), "OpportunityDetail"),
});

const trades = createRoute({
  getParentRoute: () => root,
  path: "/trades",
  validateSearch: strictly(parseTradeSearch),
  component: lazyRouteComponent(() => import("../features/trades/index.ts"), "TradesScreen"),
});

const execution = createRoute({
  getParentRoute: () => root,
  path: "/execution",
  component: lazyRouteComponent(() => import("../features/execution/index.ts"), "ExecutionScreen"),
});

const inventory = createRoute({
  getParentRoute: () => root,
  path: "/inventory",
  validateSearch: strictly(parseInventorySearch),
  component: lazyRouteComponent(() => import("../features/inventory/index.ts"), "InventoryScreen"),
});

const risk = createRoute({
  getParentRoute: () => root,
  path: "/risk",
  component: lazyRouteComponent(() => import("../features/risk/index.ts"), "RiskScreen"),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: "/reports",
  validateSearch: strictly(parseReportSearch),
  component: lazyRouteComponent(() => import("../features/reports/index.ts"), "ReportsScreen"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("../features/settings/index.ts"), "SettingsScreen"),
});

/** Every path of the console. Filters are plain text in the query, so that a link can be written by hand. */
export const router = createRouter({
  routeTree: root.addChildren([
    ...[index, overview, opportunities.addChildren([opportunity]), trades],
    ...[execution, inventory, risk, reports, settings],
  ]),
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: writeSearch,
  defaultErrorComponent: ErrorScreen,
  scrollRestoration: true,
});

function writeSearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value !== undefined && value !== "") query.set(key, String(value));
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
