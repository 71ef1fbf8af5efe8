import { X } from "lucide-react";
import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { Button } from "./button.tsx";

interface DrawerProps {
  readonly title: ReactNode;
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly testId: string;
}

/** A sheet over the right of the screen, all of it on a phone. Escape, the backdrop and its button close it. */
export function Drawer({ title, label, onClose, children, testId }: DrawerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Closed while it is still in the page, the dialog gives focus back to what opened it.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null || element.open) return;
    element.showModal();
    return () => element.close();
  }, []);
  useEffect(() => {
    const element = dialog.current;
    const onPress = (event: MouseEvent) => {
      if (event.target === element) onClose();
    };
    const onCancel = (event: Event) => {
      event.preventDefault();
      onClose();
    };
    element?.addEventListener("click", onPress);
    element?.addEventListener("cancel", onCancel);
    return () => {
      element?.removeEventListener("click", onPress);
      element?.removeEventListener("cancel", onCancel);
    };
  }, [onClose]);
  return (
    <dialog ref={dialog} aria-label={label} data-testid={testId} className="drawer">
      <div className="flex min-h-full flex-col">
        <header className="sticky top-0 z-10 flex h-16 items-center justify-between gap-3 border-line border-b bg-surface px-5">
          {title}
          <Button aria-label="Close" data-testid={`${testId}-close`} onClick={onClose} size="square">
            <X aria-hidden className="size-4" />
          </Button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
