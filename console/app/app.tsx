import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { TooltipProvider } from "../components/tooltip.tsx";
import { mutationCache } from "../lib/done.ts";
import { createLive } from "../lib/live.ts";
import { LiveProvider } from "../lib/live-context.tsx";
import { router } from "./router.tsx";
import { SessionGate } from "./session-gate.tsx";
import { ToastCorner } from "./toast-corner.tsx";

const queryClient = new QueryClient({
  mutationCache,
  defaultOptions: {
    // The API is on this machine, which needs no network: only an answer says whether it can be reached.
    queries: { retry: 1, staleTime: 2_000, refetchOnWindowFocus: true, networkMode: "always" },
    mutations: { networkMode: "always" },
  },
});
const live = createLive(queryClient);

/** The console: data below, routes inside. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <SessionGate>
        <LiveProvider live={live}>
          <TooltipProvider>
            <RouterProvider router={router} />
          </TooltipProvider>
        </LiveProvider>
      </SessionGate>
      <ToastCorner />
    </QueryClientProvider>
  );
}
