/** The stand-in venues: one hidden market, an exchange and a Solana node that follow it, and their faults. */
export { type FaultPlan, faultPlan } from "./faults/index.ts";
export {
  SCENARIOS,
  type StandInAddresses,
  type StandInOptions,
  type StandIns,
  startStandIns,
} from "./stand-ins.ts";
