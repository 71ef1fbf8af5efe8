import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { getOpportunities, getOpportunity, getStatus, getWindows, type OpportunityFilter } from "./api.ts";
import { ApiError } from "./http.ts";
import { useLive, useStreamedOpportunities, useStreamState } from "./live-context.tsx";
import { isNewer, mergeOpportunities } from "./opportunity-list.ts";
import { listInterval, POLL_MS } from "./polling.ts";
import { queryKeys } from "./query-keys.ts";

const PAGE_SIZE = 100;

/** The state of the whole: from the stream each second, else by polling. */
export function useStatus() {
  const live = useLive();
  const streaming = useStreamState().kind === "live";
  return useQuery({
    queryKey: queryKeys.status,
    queryFn: async ({ signal }) => live.takeStatus(await getStatus(signal)),
    refetchInterval: streaming ? false : POLL_MS,
    staleTime: POLL_MS,
  });
}

/** The filtered list, page by page, with what the stream told since merged into it. */
export function useOpportunities(filter: OpportunityFilter, pageSize = PAGE_SIZE) {
  const streaming = useStreamState().kind === "live";
  const streamed = useStreamedOpportunities();
  const query = useInfiniteQuery({
    queryKey: [...queryKeys.opportunities(filter), pageSize],
    queryFn: ({ pageParam, signal }) =>
      getOpportunities(filter, { cursor: pageParam, limit: pageSize, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state }) => listInterval(state.data?.pages.length ?? 0, streaming),
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  const rows = useMemo(
    () =>
      mergeOpportunities(pages?.flatMap((page) => page.opportunities) ?? [], streamed, {
        filter,
        hasMore: pages?.at(-1)?.next_cursor != null,
      }),
    [pages, streamed, filter],
  );
  return { ...query, rows };
}

const EVERYTHING: OpportunityFilter = {};
const RECENT = 50;

/** The newest few of all assets. */
export function useRecentOpportunities() {
  return useOpportunities(EVERYTHING, RECENT);
}

/** How soon one that the stream told of is asked for again: what is new is stored in a moment. */
const STORED_MS = 1_000;

/** One opportunity, the newer of what REST and the stream know, and the detail that only REST knows. */
export function useOpportunity(id: string) {
  const streamed = useStreamedOpportunities().find((row) => row.id === id);
  const query = useQuery({
    queryKey: queryKeys.opportunity(id),
    queryFn: ({ signal }) => getOpportunity(id, signal),
    retry: (failures, error) => !(error instanceof ApiError && error.status === 404) && failures < 2,
    refetchInterval({ state: { data } }) {
      if (data === undefined) return streamed === undefined ? false : STORED_MS;
      return data.closed_at === null ? POLL_MS : false;
    },
  });
  const fetched = query.data;
  const newest =
    streamed !== undefined && (fetched === undefined || isNewer(streamed, fetched)) ? streamed : fetched;
  return { ...query, opportunity: newest, detail: fetched };
}

/** The window that an opportunity belongs to; undefined until it is known. */
export function useWindow(asset: string, windowId: string) {
  const { data } = useQuery({
    queryKey: queryKeys.windows(asset),
    queryFn: ({ signal }) => getWindows(asset, signal),
    refetchInterval: POLL_MS,
  });
  return data?.find((row) => row.id === windowId);
}
