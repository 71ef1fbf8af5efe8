/** Feature `overview`: the state of everything at one glance. */
export { OverviewScreen } from "./overview-screen.tsx";
