import { useMutation } from "@tanstack/react-query";
import { LogIn } from "lucide-react";
import { type FormEvent, type ReactElement, useId, useState } from "react";
import { Button } from "../components/button.tsx";
import { logIn } from "../lib/session.ts";

/** Name and password. What is wrong with them the server does not tell, and so neither does this. */
export function LoginScreen({ onDone }: { onDone: () => void }): ReactElement {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const login = useMutation({ mutationFn: () => logIn(name.trim(), password), onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "" && password !== "") login.mutate();
  };
  return (
    <main data-testid="login-screen" className="grid min-h-dvh place-items-center p-4">
      <title>Log in · Tandem</title>
      <form
        onSubmit={submit}
        className="flex w-full max-w-90 flex-col gap-4 rounded-card border border-line bg-surface p-6"
      >
        <div className="flex items-center gap-2.5">
          <img src="/favicon.svg" alt="" width={28} height={28} />
          <h1 className="font-semibold text-[16px] tracking-tight">Log in to Tandem</h1>
        </div>
        <Field label="Name" testId="login-name" value={name} onType={setName} autoComplete="username" />
        <Field
          label="Password"
          testId="login-password"
          value={password}
          onType={setPassword}
          autoComplete="current-password"
          isSecret
        />
        <p role="alert" data-testid="login-error" className="min-h-5 text-[12px] text-danger">
          {login.error?.message}
        </p>
        <Button type="submit" data-testid="login-submit" disabled={login.isPending} className="h-9">
          <LogIn aria-hidden className="size-4" /> {login.isPending ? "Logging in" : "Log in"}
        </Button>
        <p className="text-[12px] text-muted">
          Users are made on the machine itself: <code>tandem user add NAME --role operator</code>
        </p>
      </form>
    </main>
  );
}

interface FieldProps {
  readonly label: string;
  readonly testId: string;
  readonly value: string;
  readonly onType: (text: string) => void;
  readonly autoComplete: string;
  readonly isSecret?: boolean;
}

function Field({ label, testId, value, onType, autoComplete, isSecret = false }: FieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-[12px] text-muted">
        {label}
      </label>
      <input
        id={id}
        data-testid={testId}
        type={isSecret ? "password" : "text"}
        value={value}
        required
        autoCapitalize="none"
        spellCheck={false}
        autoComplete={autoComplete}
        onChange={(event) => onType(event.target.value)}
        className="h-9 rounded-button border border-edge bg-bg px-2.5 text-fg"
      />
    </div>
  );
}
