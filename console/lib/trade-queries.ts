import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useMemo } from "react";
import { tells } from "./done.ts";
import { ApiError } from "./http.ts";
import { useStreamedTrades, useStreamState } from "./live-context.tsx";
import { listInterval, POLL_MS, RECHECK_MS } from "./polling.ts";
import { queryKeys } from "./query-keys.ts";
import { getTrade, getTrades, type Resolution, resolveTrade, type TradeFilter } from "./trade-api.ts";
import { isNewerTrade, liveCount, mergeTrades } from "./trade-list.ts";

const PAGE_SIZE = 100;

/** The filtered list, page by page, with what the stream told since merged into it, and how many there are. */
export function useTrades(filter: TradeFilter) {
  const streaming = useStreamState().kind === "live";
  const streamed = useStreamedTrades();
  const query = useInfiniteQuery({
    queryKey: queryKeys.trades(filter),
    queryFn: ({ pageParam, signal }) => getTrades(filter, { cursor: pageParam, limit: PAGE_SIZE, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state }) => listInterval(state.data?.pages.length ?? 0, streaming),
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  const { rows, total } = useMemo(() => {
    const fetched = pages?.flatMap((page) => page.trades) ?? [];
    const hasMore = pages?.at(-1)?.next_cursor != null;
    const merged = mergeTrades(fetched, streamed, { filter, hasMore });
    return { rows: merged, total: liveCount(pages?.[0]?.total_count ?? 0, fetched, merged) };
  }, [pages, streamed, filter]);
  return { ...query, rows, total };
}

/** One trade with its legs. Its figures follow the stream at once, its legs as soon as they are read again. */
export function useTrade(id: string) {
  const streaming = useStreamState().kind === "live";
  const streamed = useStreamedTrades().find((row) => row.id === id);
  const query = useQuery({
    queryKey: queryKeys.trade(id),
    queryFn: ({ signal }) => getTrade(id, signal),
    refetchInterval: streaming ? RECHECK_MS : POLL_MS,
    retry: (failures, error) => !(error instanceof ApiError && error.status === 404) && failures < 2,
  });
  const { data } = query;
  const trade =
    data !== undefined && streamed !== undefined && isNewerTrade(streamed, data)
      ? { ...data, ...streamed }
      : data;
  return { ...query, trade };
}

/** The operator's decision about a stranded trade; what it changed is read again. */
export function useResolveTrade(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (resolution: Resolution) => resolveTrade(id, resolution),
    meta: tells<Resolution>(({ action }) =>
      action === "retry" ? "What is left is being closed." : "What is left was accepted.",
    ),
    onSettled: async () => {
      const changed = [
        queryKeys.trade(id),
        queryKeys.allTrades,
        queryKeys.execution,
        queryKeys.risk,
        queryKeys.audit,
      ];
      await Promise.all(changed.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
}
