import { useState } from "react";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Field, RoleField } from "../../components/field.tsx";
import { useAddUser, useChangeUser, useRemoveUser } from "../../lib/people.ts";
import type { Role, User } from "../../lib/wire.ts";

const PASSWORD = { type: "password", autoComplete: "new-password" } as const;

export function AddUserDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [password, setPassword] = useState("");
  const add = useAddUser();
  return (
    <ConfirmDialog
      title="Add a user?"
      confirmLabel="Add"
      testId="add-user-dialog"
      blocked={name.trim() === "" || password === ""}
      busy={add.isPending}
      error={add.error?.message ?? null}
      onClose={onClose}
      onConfirm={() => add.mutate({ name: name.trim(), role, password }, { onSuccess: onClose })}
    >
      <Field label="Name" testId="new-user-name" value={name} autoComplete="off" onType={setName} />
      <RoleField value={role} onChoose={setRole} testId="new-user-role" />
      <Field
        {...{ label: "First password, at least 12 characters", testId: "new-user-password", ...PASSWORD }}
        value={password}
        onType={setPassword}
      />
    </ConfirmDialog>
  );
}

interface UserDialogProps {
  readonly user: User;
  readonly onClose: () => void;
}

/** Role, whether the user may log in, and a new password where the old one was lost. */
export function EditUserDialog({ user, onClose }: UserDialogProps) {
  const [role, setRole] = useState(user.role);
  const [disabled, setDisabled] = useState(user.disabled);
  const [password, setPassword] = useState("");
  const change = useChangeUser();
  const patch = {
    ...(role === user.role ? {} : { role }),
    ...(disabled === user.disabled ? {} : { disabled }),
    ...(password === "" ? {} : { password }),
  };
  return (
    <ConfirmDialog
      title={`Change ${user.name}?`}
      confirmLabel="Change"
      testId="edit-user-dialog"
      blocked={Object.keys(patch).length === 0}
      busy={change.isPending}
      error={change.error?.message ?? null}
      onClose={onClose}
      onConfirm={() => change.mutate({ name: user.name, change: patch }, { onSuccess: onClose })}
    >
      <RoleField value={role} onChoose={setRole} testId="edit-user-role" />
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          data-testid="edit-user-disabled"
          checked={disabled}
          onChange={(event) => setDisabled(event.target.checked)}
          className="size-4 accent-lime"
        />
        Disabled: may not log in
      </label>
      <Field
        {...{ label: "New password (left as it is where empty)", testId: "edit-user-password", ...PASSWORD }}
        value={password}
        onType={setPassword}
      />
    </ConfirmDialog>
  );
}

export function RemoveUserDialog({ user, onClose }: UserDialogProps) {
  const remove = useRemoveUser();
  return (
    <ConfirmDialog
      title={`Remove ${user.name}?`}
      confirmLabel="Remove"
      testId="remove-user-dialog"
      busy={remove.isPending}
      error={remove.error?.message ?? null}
      onClose={onClose}
      onConfirm={() => remove.mutate(user.name, { onSuccess: onClose })}
    >
      <p className="text-soft">
        All sessions of {user.name} end at once. What {user.name} did stays in the audit trail.
      </p>
    </ConfirmDialog>
  );
}
