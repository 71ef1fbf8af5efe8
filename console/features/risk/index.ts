/** Feature `risk`: what holds trading back, what would, and the operator's controls over it. */
export { RiskScreen } from "./risk-screen.tsx";
