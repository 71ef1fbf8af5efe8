import { MutationCache } from "@tanstack/react-query";
import { toasts } from "./toasts.ts";

/** What a command says when it was carried out: always the same, or by what was ordered and answered. */
export type Done<Order, Answer = unknown> = string | ((order: Order, answer: Answer) => string);

/** For the `meta` of a mutation. */
export function tells<Order, Answer = unknown>(
  done: Done<Order, Answer>,
): { readonly done: (order: unknown, answer: unknown) => string } {
  return {
    done: (order, answer) => (typeof done === "string" ? done : done(order as Order, answer as Answer)),
  };
}

/** Each command that was carried out says so in a toast; what was refused is told where it was asked. */
export const mutationCache = new MutationCache({
  onSuccess: (answer, order, _context, { meta }) => {
    if (typeof meta?.done === "function") toasts.put(String(meta.done(order, answer)));
  },
});
