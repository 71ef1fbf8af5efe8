import { Field } from "./field.tsx";

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
  return (
    <Field
      label={`Reason ${required ? "(required)" : "(optional)"}`}
      onType={onChange}
      maxLength={LONGEST}
      autoCapitalize="sentences"
      autoComplete="off"
      spellCheck
      {...{ value, required, placeholder, testId }}
    />
  );
}
