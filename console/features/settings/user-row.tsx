import { Ban, CircleCheck, Pencil, Trash2 } from "lucide-react";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { useTimeZone } from "../../lib/preferences.ts";
import { useMe } from "../../lib/session-context.tsx";
import { formatInstant } from "../../lib/time.ts";
import type { User } from "../../lib/wire.ts";

interface UserRowProps {
  readonly user: User;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

/** One user; oneself is changed under `Your account`, so that nobody locks oneself out by a slip. */
export function UserRow({ user, onEdit, onRemove }: UserRowProps) {
  const [zone] = useTimeZone();
  const isMe = useMe().name === user.name;
  const State = user.disabled ? Ban : CircleCheck;
  return (
    <tr data-testid="user-row" data-name={user.name} className="h-9 border-line border-t">
      <th scope="row" className="whitespace-nowrap px-3 pl-4 text-left font-medium">
        {user.name} {isMe && <span className="font-normal text-muted">(you)</span>}
      </th>
      <td data-testid="user-role" className="px-3">
        {user.role}
      </td>
      <td data-testid="user-state" className="px-3">
        <Badge tone={user.disabled ? "warning" : "success"}>
          <State aria-hidden className="size-3.5" /> {user.disabled ? "Disabled" : "Active"}
        </Badge>
      </td>
      <td className="num px-3 text-soft">{formatInstant(Date.parse(user.created_at), zone)}</td>
      <td className="whitespace-nowrap px-3 pr-4 text-right">
        {!isMe && (
          <span className="inline-flex gap-1.5">
            <Button size="small" data-testid="edit-user" aria-label={`Change ${user.name}`} onClick={onEdit}>
              <Pencil aria-hidden className="size-3.5" /> Change
            </Button>
            <Button
              size="small"
              data-testid="remove-user"
              aria-label={`Remove ${user.name}`}
              onClick={onRemove}
            >
              <Trash2 aria-hidden className="size-3.5" /> Remove
            </Button>
          </span>
        )}
      </td>
    </tr>
  );
}
