import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { ROLES } from "../lib/session.ts";
import type { Role } from "../lib/wire.ts";

const LOOK = "h-9 min-w-0 rounded-button border border-edge bg-bg px-2.5 text-fg placeholder:text-muted";

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "className"> {
  readonly label: ReactNode;
  readonly onType: (text: string) => void;
  readonly testId: string;
}

/** A labelled line of text. */
export function Field({ label, onType, testId, ...input }: FieldProps) {
  const id = useId();
  return (
    <Labelled id={id} label={label}>
      <input
        id={id}
        data-testid={testId}
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => onType(event.target.value)}
        className={LOOK}
        {...input}
      />
    </Labelled>
  );
}

interface RoleFieldProps {
  readonly value: Role;
  readonly onChoose: (role: Role) => void;
  readonly testId: string;
}

/** One of the three roles. */
export function RoleField({ value, onChoose, testId }: RoleFieldProps) {
  const id = useId();
  const choose = (said: string) => {
    const chosen = ROLES.find((one) => one === said);
    if (chosen !== undefined) onChoose(chosen);
  };
  return (
    <Labelled id={id} label="Role">
      <select
        id={id}
        data-testid={testId}
        value={value}
        onChange={(event) => choose(event.target.value)}
        className={LOOK}
      >
        {ROLES.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

function Labelled({ id, label, children }: { id: string; label: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-[12px] text-muted">
        {label}
      </label>
      {children}
    </div>
  );
}
