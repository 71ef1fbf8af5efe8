import { useState } from "react";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Copyable } from "../../components/copyable.tsx";
import { Field, RoleField } from "../../components/field.tsx";
import { useAddApiKey, useRevokeApiKey } from "../../lib/people.ts";
import type { ApiKey, Role } from "../../lib/wire.ts";

interface AddApiKeyDialogProps {
  readonly onClose: () => void;
  readonly onMade: (name: string, token: string) => void;
}

export function AddApiKeyDialog({ onClose, onMade }: AddApiKeyDialogProps) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [days, setDays] = useState("90");
  const add = useAddApiKey();
  const isDays = /^\d{1,3}$/.test(days) && Number(days) >= 1 && Number(days) <= 365;
  const create = () =>
    add.mutate(
      { name: name.trim(), role, expires_days: Number(days) },
      { onSuccess: ({ api_key: made, token }) => onMade(made.name, token) },
    );
  return (
    <ConfirmDialog
      title="Create an API key?"
      confirmLabel="Create"
      testId="add-api-key-dialog"
      blocked={name.trim() === "" || !isDays}
      busy={add.isPending}
      error={add.error?.message ?? null}
      onClose={onClose}
      onConfirm={create}
    >
      <Field label="Name" testId="new-key-name" value={name} autoComplete="off" onType={setName} />
      <RoleField value={role} onChoose={setRole} testId="new-key-role" />
      <Field
        {...{ label: "Days until it expires, 1 to 365", testId: "new-key-days", inputMode: "numeric" }}
        value={days}
        aria-invalid={!isDays}
        onType={setDays}
      />
    </ConfirmDialog>
  );
}

interface NewTokenDialogProps {
  readonly name: string;
  readonly token: string;
  readonly onClose: () => void;
}

/** The only time that the token is seen: closed, it is nowhere any more. */
export function NewTokenDialog({ name, token, onClose }: NewTokenDialogProps) {
  return (
    <ConfirmDialog
      title={`The token of ${name}`}
      confirmLabel="I have it"
      testId="new-token-dialog"
      busy={false}
      error={null}
      onClose={onClose}
      onConfirm={onClose}
    >
      <p className="text-soft">It is shown this once and kept nowhere. Copy it into the script now.</p>
      <div className="min-w-0 rounded-button border border-edge bg-bg p-2">
        <Copyable value={token} label="token" full testId="new-token" />
      </div>
    </ConfirmDialog>
  );
}

export function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const revoke = useRevokeApiKey();
  return (
    <ConfirmDialog
      title={`Revoke ${apiKey.name}?`}
      confirmLabel="Revoke"
      testId="revoke-dialog"
      busy={revoke.isPending}
      error={revoke.error?.message ?? null}
      onClose={onClose}
      onConfirm={() => revoke.mutate(apiKey.id, { onSuccess: onClose })}
    >
      <p className="text-soft">Whatever uses it is refused from this moment. There is no way back.</p>
    </ConfirmDialog>
  );
}
