import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound, LogOut } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Field } from "../../components/field.tsx";
import { Fact, Facts } from "../../components/section.tsx";
import { useChangePassword } from "../../lib/people.ts";
import { queryKeys } from "../../lib/query-keys.ts";
import { logOut } from "../../lib/session.ts";
import { useMe } from "../../lib/session-context.tsx";

/** One's own name, password and way out. */
export function AccountCard() {
  const { name, role } = useMe();
  const [open, setOpen] = useState(false);
  const [changed, setChanged] = useState(false);
  const queryClient = useQueryClient();
  const leave = useMutation({
    mutationFn: logOut,
    onSettled: () => void queryClient.resetQueries({ queryKey: queryKeys.me }),
  });
  const done = () => {
    setOpen(false);
    setChanged(true);
  };
  return (
    <Card title="Your account" testId="settings-account" className="flex-1">
      <div className="flex flex-col gap-3 px-4 pb-4">
        <Facts>
          <Fact name="Name">
            <span data-testid="account-name">{name}</span>
          </Fact>
          <Fact name="Role">{role}</Fact>
        </Facts>
        <div className="flex flex-wrap items-center gap-2">
          <Button data-testid="change-password" onClick={() => setOpen(true)}>
            <KeyRound aria-hidden className="size-4" /> Change password
          </Button>
          <Button data-testid="sign-out" disabled={leave.isPending} onClick={() => leave.mutate()}>
            <LogOut aria-hidden className="size-4" /> Log out
          </Button>
          {changed && (
            <output data-testid="password-changed" className="text-[12px] text-soft">
              Changed. Your other sessions have ended.
            </output>
          )}
        </div>
      </div>
      {open && <PasswordDialog onClose={() => setOpen(false)} onDone={done} />}
    </Card>
  );
}

function PasswordDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useChangePassword();
  return (
    <ConfirmDialog
      title="Change your password?"
      confirmLabel="Change"
      testId="password-dialog"
      blocked={current === "" || next === ""}
      busy={change.isPending}
      error={change.error?.message ?? null}
      onClose={onClose}
      onConfirm={() =>
        change.mutate({ current_password: current, new_password: next }, { onSuccess: onDone })
      }
    >
      <Field
        {...{ label: "Present password", testId: "password-current", type: "password", value: current }}
        autoComplete="current-password"
        onType={setCurrent}
      />
      <Field
        {...{
          label: "New password, at least 12 characters",
          testId: "password-new",
          type: "password",
          value: next,
        }}
        autoComplete="new-password"
        onType={setNext}
      />
    </ConfirmDialog>
  );
}
