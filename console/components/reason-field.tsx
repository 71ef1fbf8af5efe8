import { useId } from "react";

interface ReasonFieldProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly required?: boolean;
  readonly placeholder: string;
  readonly testId: string;
}

/** The server's own bound on a reason. */
const LONGEST = 500;

/** Why the operator does something; it is kept in the audit trail. */
export function ReasonField({ value, onChange, required = false, placeholder, testId }: ReasonFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-[12px] text-muted">
        Reason {required ? "(required)" : "(optional)"}
      </label>
      <input
        id={id}
        data-testid={testId}
        value={value}
        required={required}
        maxLength={LONGEST}
        autoComplete="off"
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
        className="h-9 rounded-button border border-edge bg-bg px-2.5 text-fg placeholder:text-muted"
      />
    </div>
  );
}
