import { X } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { Button } from "./button.tsx";
import { useModal } from "./use-modal.ts";

interface DrawerProps {
  readonly title: ReactNode;
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly testId: string;
}

/** A sheet over the right of the screen, all of it on a phone. Escape, the backdrop and its button close it. */
export function Drawer({ title, label, onClose, children, testId }: DrawerProps) {
  const dialog = useModal(onClose);
  useEffect(() => {
    const element = dialog.current;
    const onPress = (event: MouseEvent) => {
      if (event.target === element) onClose();
    };
    element?.addEventListener("click", onPress);
    return () => element?.removeEventListener("click", onPress);
  }, [dialog, onClose]);
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
