import { ToggleGroup } from "radix-ui";
import { cn } from "./cn.ts";

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly testId: string;
}

/** One choice out of a few, all of them in sight; arrow keys move between them. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
  testId,
}: SegmentedProps<Value>) {
  const choose = (next: string) => {
    const option = options.find((candidate) => candidate.value === next);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      data-testid={testId}
      value={value}
      onValueChange={choose}
      className="inline-flex rounded-button border border-edge bg-bg p-0.5"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          data-testid={`${testId}-${option.value.toLowerCase()}`}
          className={cn(
            "h-6 rounded-[4px] px-2 font-medium text-[12px] text-muted transition-colors duration-150 hover:text-fg",
            "data-[state=on]:bg-overlay data-[state=on]:text-fg data-[state=on]:shadow-[inset_0_-2px_0_var(--color-lime)]",
          )}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
