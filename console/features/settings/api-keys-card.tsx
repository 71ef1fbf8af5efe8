import { KeyRound, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { useApiKeys } from "../../lib/people.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { formatInstant } from "../../lib/time.ts";
import type { ApiKey } from "../../lib/wire.ts";
import { AddApiKeyDialog, NewTokenDialog, RevokeDialog } from "./api-key-dialogs.tsx";
import { PeopleTable } from "./people-table.tsx";

type Open =
  | { readonly kind: "add" }
  | { readonly kind: "made"; readonly name: string; readonly token: string }
  | { readonly kind: "revoke"; readonly apiKey: ApiKey };

/** Keys of scripts; an admin's alone. */
export function ApiKeysCard() {
  const { data, error } = useApiKeys();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <Card
      title="API keys"
      hint="for scripts: Authorization: Bearer TOKEN"
      testId="settings-api-keys"
      actions={
        <Button size="small" data-testid="add-api-key" onClick={() => setOpen({ kind: "add" })}>
          <Plus aria-hidden className="size-3.5" /> Create key
        </Button>
      }
    >
      {data === undefined && error === null && <SkeletonRows rows={2} label="The keys are being read" />}
      {error !== null && (
        <p role="alert" data-testid="api-keys-error" className="px-4 pb-4 text-danger">
          {error.message}
        </p>
      )}
      {data?.api_keys.length === 0 && (
        <EmptyState icon={KeyRound} title="No API keys" testId="api-keys-empty">
          Create one for each script, with the least role that it needs.
        </EmptyState>
      )}
      {data !== undefined && data.api_keys.length > 0 && (
        <PeopleTable
          label="API keys"
          heads={["Name", "Role", "Made by", "Expires", "Actions"]}
          testId="api-keys-table"
        >
          {data.api_keys.map((apiKey) => (
            <Row key={apiKey.id} apiKey={apiKey} onRevoke={() => setOpen({ kind: "revoke", apiKey })} />
          ))}
        </PeopleTable>
      )}
      {open?.kind === "add" && (
        <AddApiKeyDialog onClose={close} onMade={(name, token) => setOpen({ kind: "made", name, token })} />
      )}
      {open?.kind === "made" && <NewTokenDialog name={open.name} token={open.token} onClose={close} />}
      {open?.kind === "revoke" && <RevokeDialog apiKey={open.apiKey} onClose={close} />}
    </Card>
  );
}

function Row({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const [zone] = useTimeZone();
  const expired = Date.parse(apiKey.expires_at) <= Date.now();
  return (
    <tr data-testid="api-key-row" data-name={apiKey.name} className="h-9 border-line border-t">
      <th scope="row" className="whitespace-nowrap px-3 pl-4 text-left font-medium">
        {apiKey.name}
      </th>
      <td className="px-3">{apiKey.role}</td>
      <td className="px-3 text-soft">{apiKey.created_by}</td>
      <td className="whitespace-nowrap px-3">
        <span className="num text-soft">{formatInstant(Date.parse(apiKey.expires_at), zone)}</span>{" "}
        {expired && <Badge tone="warning">Expired</Badge>}
      </td>
      <td className="px-3 pr-4 text-right">
        <Button
          size="small"
          data-testid="revoke-api-key"
          aria-label={`Revoke ${apiKey.name}`}
          onClick={onRevoke}
        >
          <Trash2 aria-hidden className="size-3.5" /> Revoke
        </Button>
      </td>
    </tr>
  );
}
