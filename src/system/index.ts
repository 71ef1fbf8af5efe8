/** Layer `system`: the composition root. The only reader of the environment, the clock and chance. */
export { systemClock, systemRandom, systemTimers } from "./clock.ts";
