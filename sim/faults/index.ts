/** Faults: what goes wrong at a stand-in venue, when, and the sender that makes it so. */
export { concernsProvider, createFaultClock, type FaultClock } from "./fault-clock.ts";
export { createFrameSender, type FrameSender } from "./frame-sender.ts";
export { type Fault, type FaultPlan, faultPlan } from "./plan.ts";
