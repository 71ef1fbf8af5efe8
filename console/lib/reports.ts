import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { get } from "./http.ts";
import { RECHECK_MS } from "./polling.ts";
import { queryKeys } from "./query-keys.ts";
import { report } from "./wire.ts";

/** What the closed trades of the last UTC days came to; read again now and then while somebody looks. */
export function useReport(days: number) {
  return useQuery({
    queryKey: queryKeys.report(days),
    queryFn: ({ signal }) => get(`/api/v1/reports?days=${days}`, report, signal),
    refetchInterval: RECHECK_MS,
    placeholderData: keepPreviousData,
  });
}
