import { Button } from "../../components/button.tsx";
import { useModal } from "../../components/use-modal.ts";
import { Keys } from "./keys.tsx";
import type { Command } from "./use-commands.ts";

/** Every key that does something, under `?`. */
export function ShortcutList({ commands, onClose }: { commands: readonly Command[]; onClose: () => void }) {
  const dialog = useModal(onClose);
  const rows = [
    { id: "palette", label: "Search everything", keys: "Ctrl/⌘ K" },
    ...commands.filter(({ keys }) => keys !== undefined),
    { id: "close", label: "Close what is open", keys: "Esc" },
  ];
  return (
    <dialog ref={dialog} aria-label="Keyboard shortcuts" data-testid="shortcut-list" className="confirm">
      <div className="flex flex-col gap-4 p-5">
        <h2 className="font-semibold text-[15px]">Keyboard shortcuts</h2>
        <dl className="flex flex-col gap-1.5">
          {rows.map(({ id, label, keys = "" }) => (
            <div key={id} className="flex items-center justify-between gap-4">
              <dt className="text-soft">{label}</dt>
              <dd>
                <Keys keys={keys} />
              </dd>
            </div>
          ))}
        </dl>
        <div className="flex justify-end">
          <Button onClick={onClose} data-testid="shortcut-list-close">
            Close
          </Button>
        </div>
      </div>
    </dialog>
  );
}
