import { useId } from "react";

interface PhraseFieldProps {
  readonly phrase: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly testId: string;
}

/** Typed word for word before something large happens, so that it never happens by a slip. */
export function PhraseField({ phrase, value, onChange, testId }: PhraseFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-[12px] text-muted">
        Type <strong className="text-fg">{phrase}</strong> to confirm
      </label>
      <input
        id={id}
        data-testid={testId}
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        className="h-9 rounded-button border border-edge bg-bg px-2.5 text-fg placeholder:text-muted"
      />
    </div>
  );
}
