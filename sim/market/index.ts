/** The hidden market: the fair prices that both stand-in venues follow, and the seeded randomness. */
export { createHiddenMarket } from "./create-hidden-market.ts";
export type { HiddenMarket, Scenario } from "./hidden-market.ts";
export { driveMarket, type MarketDriver } from "./market-driver.ts";
export { between, createRandom, exponential, normal, type Random } from "./random.ts";
