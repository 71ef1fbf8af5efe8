import { Field } from "./field.tsx";

interface PhraseFieldProps {
  readonly phrase: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly testId: string;
}

/** Typed word for word before something large happens, so that it never happens by a slip. */
export function PhraseField({ phrase, value, onChange, testId }: PhraseFieldProps) {
  const label = (
    <>
      Type <strong className="text-fg">{phrase}</strong> to confirm
    </>
  );
  return <Field label={label} testId={testId} value={value} autoComplete="off" onType={onChange} />;
}
