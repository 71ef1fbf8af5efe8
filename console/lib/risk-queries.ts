import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Done, tells } from "./done.ts";
import { POLL_MS, RECHECK_MS } from "./polling.ts";
import { queryKeys } from "./query-keys.ts";
import {
  changeLimits,
  getAudit,
  getRisk,
  type PauseOrder,
  pauseTrading,
  resumeTrading,
  setObserveOnly,
  tradeLive,
} from "./risk-api.ts";
import type { Paused } from "./wire.ts";

const AUDIT_PAGE = 20;

/**
 * Limits, pauses and kill switches. The stream tells of each pause and limit at once; where a switch stands
 * moves all the time and is asked for. `enabled` is false where nobody looks.
 */
export function useRisk(enabled = true) {
  return useQuery({
    queryKey: queryKeys.risk,
    queryFn: ({ signal }) => getRisk(signal),
    refetchInterval: POLL_MS,
    enabled,
  });
}

/** Who did what, newest first, page by page. */
export function useAudit() {
  const query = useInfiniteQuery({
    queryKey: queryKeys.audit,
    queryFn: ({ pageParam, signal }) => getAudit(pageParam, { limit: AUDIT_PAGE, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: RECHECK_MS,
  });
  return { ...query, entries: query.data?.pages.flatMap((page) => page.entries) ?? [] };
}

export const usePauseTrading = () => useControl(pauseTrading, pauseText);
export const useResumeTrading = () => useControl(resumeTrading, "Trading was resumed.");
export const useSetObserveOnly = () =>
  useControl(setObserveOnly, (on) =>
    on ? "Only observing from now on." : "Opportunities are traded from now on.",
  );
export const useTradeLive = () => useControl(tradeLive, "Real orders are sent from now on.");
export const useChangeLimits = () => useControl(changeLimits, "The limits are saved and in force.");

/** A command of the operator: after it, refused or not, what it may have changed is read again. */
/** A second pause of the same scope changes nothing: the first one stands, with its reason. */
function pauseText({ scope, reason }: PauseOrder, standing: Paused): string {
  if (reason !== "" && standing.reason !== reason)
    return `Paused already, by ${standing.paused_by}: ${standing.reason}`;
  return scope === "all" ? "Trading is paused." : `Paused: ${scope}.`;
}

function useControl<Order, Answer>(command: (order: Order) => Promise<Answer>, done: Done<Order, Answer>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: command,
    meta: tells(done),
    onSettled: async () => {
      const changed = [queryKeys.risk, queryKeys.status, queryKeys.audit];
      await Promise.all(changed.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
}
