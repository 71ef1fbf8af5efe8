import { useId } from "react";
import { cn } from "../../components/cn.ts";
import { isDecimal, signOf } from "../../lib/decimal-text.ts";
import { formatSize } from "../../lib/format.ts";
import type { LimitField } from "../../lib/limits.ts";

interface LimitInputProps {
  readonly field: LimitField;
  readonly inForce: string;
  /** What was typed; undefined while it is untouched. */
  readonly text: string | undefined;
  readonly error: string | undefined;
  readonly onType: (text: string) => void;
}

/** One limit: what it means, its value in force until another is typed, and what is wrong with that. */
export function LimitInput({
  field: { key, label, unit, hint },
  inForce,
  text,
  error,
  onType,
}: LimitInputProps) {
  const id = useId();
  const changed = text !== undefined && text !== trimmed(inForce);
  return (
    <div className="flex min-h-14 items-start justify-between gap-3 border-line border-t py-2">
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {error === undefined ? (
          <p id={`${id}-hint`} className="text-[12px] text-muted">
            {hint}
          </p>
        ) : (
          <p
            id={`${id}-hint`}
            role="alert"
            data-testid={`limit-${key}-error`}
            className="text-[12px] text-danger"
          >
            {error}
          </p>
        )}
      </div>
      <div className="flex shrink-0 items-center gap-1.5">
        <input
          id={id}
          data-testid={`limit-${key}`}
          inputMode="decimal"
          autoComplete="off"
          value={text ?? trimmed(inForce)}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onType(event.target.value.trim().replace(",", "."))}
          className={cn(
            "num h-[30px] w-24 rounded-button border bg-bg px-2 text-right text-fg aria-invalid:border-danger",
            changed ? "border-lime/60" : "border-edge",
          )}
        />
        <span className="w-8 text-[12px] text-muted">{unit}</span>
      </div>
    </div>
  );
}

/** "500.000000000" -> "500", as an operator would write it: no grouping, no idle zeros. */
function trimmed(text: string): string {
  return isDecimal(text) && signOf(text) >= 0 ? formatSize(text).replaceAll(",", "") : text;
}
