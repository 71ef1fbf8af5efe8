import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { tells } from "./done.ts";
import { acceptDrift, getInventory, getInventoryHistory } from "./inventory-api.ts";
import { queryKeys } from "./query-keys.ts";
import type { InventoryRange } from "./wire.ts";

/** Reservations come and go with every trade, and the stream does not tell of them. */
const READ_EVERY_MS = 2_000;
/** A snapshot is taken once a minute. */
const HISTORY_EVERY_MS = 30_000;

export function useInventory() {
  return useQuery({
    queryKey: queryKeys.inventory,
    queryFn: ({ signal }) => getInventory(signal),
    refetchInterval: READ_EVERY_MS,
  });
}

export function useInventoryHistory(range: InventoryRange) {
  return useQuery({
    queryKey: queryKeys.inventoryHistory(range),
    queryFn: ({ signal }) => getInventoryHistory(range, signal),
    refetchInterval: HISTORY_EVERY_MS,
    placeholderData: keepPreviousData,
  });
}

/** Books what the venues hold more or less than the ledger; what it changed is read again. */
export function useAcceptDrift() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: acceptDrift,
    meta: tells("The difference is booked. Trading may be resumed."),
    onSettled: async () => {
      const changed = [queryKeys.inventory, queryKeys.risk, queryKeys.audit];
      await Promise.all(changed.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
}
