import type { TradeStory } from "./trade-story.ts";
import type { Truth } from "./truth.ts";

/**
 * Whatever may have taken effect twice: an attempt that was planned before the end of an earlier one, a client order
 * id that the exchange knows twice, a second signature for one attempt. Identical bytes sent again are none.
 */
export function duplicateSends(stories: readonly TradeStory[], truth: Truth): readonly string[] {
  const overlaps = stories.flatMap((story) => story.overlaps);
  const ids = truth.gemini.orders.map((order) => order.client_order_id).filter((id) => id !== "");
  const twice = repeated(ids).map((id) => `order ${id} is there more than once`);
  const signed = stories
    .flatMap(({ attempts }) => attempts)
    .filter(({ signatures }) => new Set(signatures).size > 1)
    .map(({ id, signatures }) => `attempt ${id} was signed as ${signatures.join(" and as ")}`);
  const landed = repeated(truth.solana.transactions.map(({ signature }) => signature)).map(
    (signature) => `transaction ${signature} landed more than once`,
  );
  return [...overlaps, ...twice, ...signed, ...landed];
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
