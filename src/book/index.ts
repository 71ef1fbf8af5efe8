/** Layer `book`: order books and pools as depth: what can be had at which price, and whether it may be trusted. */
export {
  type CheckVerdict,
  type DepthCheckVerdict,
  type DepthVerdict,
  OrderBook,
  type OrderBookOptions,
  type OrderBookState,
} from "./order-book.ts";
export { PoolBook, type PoolBookState, type PoolVerdict } from "./pool-book.ts";
