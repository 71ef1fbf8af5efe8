import { CircleCheck, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { toasts } from "../lib/toasts.ts";

/** What was done just now. It is heard without being looked for, and goes by itself. */
export function ToastCorner() {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.all);
  return (
    <div
      role="status"
      data-testid="toasts"
      className="pointer-events-none fixed inset-x-3 bottom-17 z-40 flex flex-col items-end gap-2 md:inset-x-auto md:right-5 md:bottom-5 print:hidden"
    >
      {shown.map(({ id, text }) => (
        <div
          key={id}
          data-testid="toast"
          className="toast pointer-events-auto flex max-w-sm items-center gap-2.5 rounded-table border border-edge bg-overlay py-2 pr-1.5 pl-3.5 shadow-lg"
        >
          <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
          <span className="min-w-0 break-words">{text}</span>
          <button
            type="button"
            data-testid="toast-dismiss"
            aria-label={`Dismiss: ${text}`}
            onClick={() => toasts.dismiss(id)}
            className="grid size-6 shrink-0 place-items-center rounded-button text-muted hover:bg-raised hover:text-fg"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </div>
      ))}
    </div>
  );
}
