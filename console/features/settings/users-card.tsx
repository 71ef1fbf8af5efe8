import { UserPlus, Users } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { useUsers } from "../../lib/people.ts";
import { useMe } from "../../lib/session-context.tsx";
import type { User } from "../../lib/wire.ts";
import { PeopleTable } from "./people-table.tsx";
import { AddUserDialog, EditUserDialog, RemoveUserDialog } from "./user-dialogs.tsx";
import { UserRow } from "./user-row.tsx";

type Open = { readonly kind: "add" } | { readonly kind: "edit" | "remove"; readonly user: User };

/** Who may log in and as what; an admin's alone. */
export function UsersCard() {
  const { authentication } = useMe();
  const { data, error } = useUsers();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <Card
      title="Users"
      hint="a change ends the user's sessions at once"
      testId="settings-users"
      actions={
        authentication === "on" && (
          <Button size="small" data-testid="add-user" onClick={() => setOpen({ kind: "add" })}>
            <UserPlus aria-hidden className="size-3.5" /> Add user
          </Button>
        )
      }
    >
      {data === undefined && error === null && <SkeletonRows rows={3} label="The users are being read" />}
      {error !== null && (
        <p role="alert" data-testid="users-error" className="px-4 pb-4 text-danger">
          {error.message}
        </p>
      )}
      {data?.users.length === 0 && (
        <EmptyState
          icon={Users}
          title="No users: everybody on this machine may do everything"
          testId="users-empty"
        >
          The first one is made on the machine itself, and switches authentication on:{" "}
          <code>tandem user add NAME --role admin</code>
        </EmptyState>
      )}
      {data !== undefined && data.users.length > 0 && (
        <PeopleTable label="Users" heads={["Name", "Role", "State", "Since", "Actions"]} testId="users-table">
          {data.users.map((user) => (
            <UserRow
              key={user.name}
              user={user}
              onEdit={() => setOpen({ kind: "edit", user })}
              onRemove={() => setOpen({ kind: "remove", user })}
            />
          ))}
        </PeopleTable>
      )}
      {open?.kind === "add" && <AddUserDialog onClose={close} />}
      {open?.kind === "edit" && <EditUserDialog user={open.user} onClose={close} />}
      {open?.kind === "remove" && <RemoveUserDialog user={open.user} onClose={close} />}
    </Card>
  );
}
