import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { shorten } from "../lib/format.ts";

interface CopyableProps {
  readonly value: string;
  /** What is copied, for those who hear the page. */
  readonly label: string;
  /** Show all of it instead of head and tail. */
  readonly full?: boolean;
  readonly testId: string;
}

/** An id that is copied by a click. */
export function Copyable({ value, label, full = false, testId }: CopyableProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_200);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <button
      type="button"
      onClick={copy}
      data-testid={testId}
      title={value}
      className="group relative inline-flex max-w-full items-center gap-1.5 rounded-[4px] px-1 text-left text-soft hover:bg-overlay hover:text-fg"
    >
      <span className="sr-only">{copied ? `${label} copied` : `Copy ${label} ${value}`}</span>
      <span aria-hidden className="num truncate">
        {full ? value : shorten(value)}
      </span>
      {copied ? (
        <Check aria-hidden className="size-3.5 shrink-0 text-success" />
      ) : (
        <Copy aria-hidden className="size-3.5 shrink-0 text-muted group-hover:text-fg" />
      )}
    </button>
  );
}
