import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { useModal } from "./use-modal.ts";

interface ConfirmDialogProps {
  readonly title: string;
  readonly confirmLabel: string;
  /** It cannot be confirmed yet: something is missing. */
  readonly blocked?: boolean;
  readonly busy: boolean;
  /** Why the last attempt was refused, in the server's words. */
  readonly error: string | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly testId: string;
}

/** Asks before something is done. Escape and its first button leave everything as it is; Enter in a field confirms. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, confirmLabel, blocked = false, busy, error, onConfirm, onClose, children, testId } = props;
  const dialog = useModal(onClose);
  return (
    <dialog ref={dialog} aria-label={title} data-testid={testId} className="confirm">
      <form
        className="flex flex-col gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!blocked && !busy) onConfirm();
        }}
      >
        <h2 className="font-semibold text-[15px]">{title}</h2>
        {children}
        {error !== null && (
          <p role="alert" data-testid={`${testId}-error`} className="flex items-start gap-2 text-danger">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span className="min-w-0 break-words">{error}</span>
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose} data-testid={`${testId}-cancel`}>
            Cancel
          </Button>
          <Button
            type="submit"
            disabled={blocked || busy}
            data-testid={`${testId}-confirm`}
            className="border-soft/40 text-fg"
          >
            {busy ? "Sending" : confirmLabel}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
