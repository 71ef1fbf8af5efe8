import { MutationCache } from "@tanstack/react-query";
import { toasts } from "./toasts.ts";

/** What a command says when it was carried out: always the same, or by what was ordered. */
export type Done<Order> = string | ((order: Order) => string);

/** For the `meta` of a mutation. */
export function tells<Order>(done: Done<Order>): { readonly done: (order: unknown) => string } {
  return { done: (order) => (typeof done === "string" ? done : done(order as Order)) };
}

/** Each command that was carried out says so in a toast; what was refused is told where it was asked. */
export const mutationCache = new MutationCache({
  onSuccess: (_data, order, _context, { meta }) => {
    if (typeof meta?.done === "function") toasts.put(String(meta.done(order)));
  },
});
