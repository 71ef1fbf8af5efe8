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
  const { data, error } = useQuery({
    queryKey: queryKeys.me,
    queryFn: ({ signal }) => getMe(signal),
    retry: (failures, why) => !asksForLogin(why) && failures < 2,
    refetchInterval: RECHECK_MS,
  });
  useEffect(
    () => onSignedOut(() => void queryClient.resetQueries({ queryKey: queryKeys.me })),
    [queryClient],
  );
  if (asksForLogin(error)) return <LoginScreen onDone={() => void queryClient.resetQueries()} />;
  if (data === undefined && error === null) return null;
  return <MeContext value={data ?? NOBODY_YET}>{children}</MeContext>;
}
