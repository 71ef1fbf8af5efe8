/** Feature `risk`: what holds trading back, what would, and the operator's controls over it. */
export { PauseDialog } from "./pause-dialog.tsx";
export { RiskScreen } from "./risk-screen.tsx";
