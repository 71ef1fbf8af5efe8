import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { onSignedOut } from "../lib/http.ts";
import { queryKeys } from "../lib/query-keys.ts";
import { asksForLogin, getMe } from "../lib/session.ts";
import { MeContext } from "../lib/session-context.tsx";
import type { Me } from "../lib/wire.ts";
import { LoginScreen } from "./login-screen.tsx";

const RECHECK_MS = 60_000;
/** While the API is away the console is shown as it was, or as one that waits: it says so itself. */
const NOBODY_YET: Me = {
  ...{ authentication: "off" as const, name: "", role: "viewer" as const },
  ...{ kind: "loopback" as const, authenticated_at: null },
};

/** Shows the console to whom the API knows, and the login to everybody else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const { data, failureCount, isFetched } = useQuery({
    queryKey: queryKeys.me,
    queryFn: ({ signal }) => getMe(signal).catch(nobody),
    retry: 2,
    refetchInterval: RECHECK_MS,
  });
  useEffect(
    () => onSignedOut(() => void queryClient.resetQueries({ queryKey: queryKeys.me })),
    [queryClient],
  );
  if (data === null) return <LoginScreen onDone={() => void queryClient.resetQueries()} />;
  // Asked again after a failure it stays as it is: nothing is taken away from under the operator.
  if (data === undefined && failureCount === 0 && !isFetched) return <Waiting />;
  return <MeContext value={data ?? NOBODY_YET}>{children}</MeContext>;
}

/** Nobody is an answer too, and one that stands while it is asked for again: a login half typed is kept. */
function nobody(why: unknown): null {
  if (asksForLogin(why)) return null;
  throw why;
}

/** For the moment before the first answer; seen only where that takes long. */
function Waiting() {
  return (
    <main data-testid="waiting" className="appears-late grid min-h-dvh place-items-center p-4 text-muted">
      <p role="status">Waiting for the API</p>
    </main>
  );
}
