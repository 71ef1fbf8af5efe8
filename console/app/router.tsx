import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import {
  OpportunitiesScreen,
  OpportunityDetail,
  parseOpportunitySearch,
} from "../features/opportunities/index.ts";
import { OverviewScreen } from "../features/overview/index.ts";
import { parseReportSearch } from "../features/reports/search.ts";
import { RiskScreen } from "../features/risk/index.ts";
import { parseTradeSearch, TradesScreen } from "../features/trades/index.ts";
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

const overview = createRoute({ getParentRoute: () => root, path: "/overview", component: OverviewScreen });

const opportunities = createRoute({
  getParentRoute: () => root,
  path: "/opportunities",
  validateSearch: parseOpportunitySearch,
  component: OpportunitiesScreen,
});

const opportunity = createRoute({
  getParentRoute: () => opportunities,
  path: "$id",
  component: OpportunityDetail,
});

const trades = createRoute({
  getParentRoute: () => root,
  path: "/trades",
  validateSearch: parseTradeSearch,
  component: TradesScreen,
});

const risk = createRoute({ getParentRoute: () => root, path: "/risk", component: RiskScreen });

const reports = createRoute({
  getParentRoute: () => root,
  path: "/reports",
  validateSearch: parseReportSearch,
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
    ...[index, overview, opportunities.addChildren([opportunity]), trades, risk],
    ...[reports, settings],
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
