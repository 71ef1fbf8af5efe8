import { useMutation, useQueryClient } from "@tanstack/react-query";
import { LogOut, UserRound } from "lucide-react";
import { Button } from "../components/button.tsx";
import { queryKeys } from "../lib/query-keys.ts";
import { logOut } from "../lib/session.ts";
import { useMe } from "../lib/session-context.tsx";

/** Who is logged in and as what, and the way out; nothing where nobody has to log in. */
export function UserMenu() {
  const { authentication, name, role } = useMe();
  const queryClient = useQueryClient();
  const leave = useMutation({
    mutationFn: logOut,
    onSettled: () => void queryClient.resetQueries({ queryKey: queryKeys.me }),
  });
  if (authentication === "off") return null;
  return (
    <div className="flex items-center gap-2" data-testid="user-menu">
      <span className="inline-flex items-center gap-1.5 text-[12px] text-soft max-sm:sr-only">
        <UserRound aria-hidden className="size-4" /> {name}
        <span className="text-muted max-sm:hidden">{role}</span>
      </span>
      <Button
        size="square"
        aria-label="Log out"
        title="Log out"
        data-testid="logout"
        disabled={leave.isPending}
        onClick={() => leave.mutate()}
      >
        <LogOut aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
