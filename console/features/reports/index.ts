/** Feature `reports`: what trading came to over days and weeks. */
export { ReportsScreen } from "./reports-screen.tsx";
