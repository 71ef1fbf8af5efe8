/** Feature `trades`: what was traded, with every leg's life, its result and what explains it. */
export { TradesScreen } from "./trades-screen.tsx";
