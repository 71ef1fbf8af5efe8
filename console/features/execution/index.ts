/** Feature `execution`: what is under way, what is left of it, and what an operator has to decide. */
export { ExecutionScreen } from "./execution-screen.tsx";
