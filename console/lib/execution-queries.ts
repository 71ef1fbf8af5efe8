import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { get } from "./http.ts";
import { useStreamedTrades } from "./live-context.tsx";
import { POLL_MS } from "./polling.ts";
import { queryKeys } from "./query-keys.ts";
import { execution } from "./wire.ts";

/** However often the stream tells of trades, what is open is read again at most this often. */
const READ_AGAIN_MS = 150;

/** Every open trade with its attempts, read again as soon as the stream tells of any trade. */
export function useExecution() {
  const queryClient = useQueryClient();
  const streamed = useStreamedTrades();
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    if (streamed.length === 0 || waiting.current !== null) return;
    waiting.current = setTimeout(() => {
      waiting.current = null;
      void queryClient.invalidateQueries({ queryKey: queryKeys.execution });
    }, READ_AGAIN_MS);
  }, [streamed, queryClient]);
  useEffect(
    () => () => {
      if (waiting.current !== null) clearTimeout(waiting.current);
      waiting.current = null;
    },
    [],
  );
  return useQuery({
    queryKey: queryKeys.execution,
    queryFn: async ({ signal }) => {
      const read = await get("/api/v1/execution", execution, signal);
      // Ages are counted by the server's clock: what this one is ahead of it is taken off.
      return { ...read, aheadMs: Date.now() - Date.parse(read.timestamp) };
    },
    refetchInterval: POLL_MS,
    staleTime: 0,
  });
}
