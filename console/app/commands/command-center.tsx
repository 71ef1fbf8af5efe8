import { Search } from "lucide-react";
import { useCallback, useState } from "react";
import { PauseDialog } from "../../components/pause-dialog.tsx";
import { Keys } from "./keys.tsx";
import { Palette } from "./palette.tsx";
import { ShortcutList } from "./shortcut-list.tsx";
import { useCommands } from "./use-commands.ts";
import { useShortcuts } from "./use-shortcuts.ts";

type Open = "palette" | "help" | "pause" | null;

/** The one place that keys and the palette lead to; its button says that they exist. */
export function CommandCenter() {
  const [open, setOpen] = useState<Open>(null);
  const close = useCallback(() => setOpen(null), []);
  const commands = useCommands({ openPause: () => setOpen("pause"), openHelp: () => setOpen("help") });
  useShortcuts(commands, () => setOpen((now) => (now === "palette" ? null : "palette")));
  return (
    <>
      <button
        type="button"
        data-testid="command-button"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen("palette")}
        className="inline-flex h-8 items-center gap-2 rounded-button border border-edge px-2.5 text-muted hover:bg-raised hover:text-fg"
      >
        <Search aria-hidden className="size-4" />
        <span className="sr-only">Search commands</span>
        <span aria-hidden className="hidden xl:inline">
          <Keys keys="Ctrl K" />
        </span>
      </button>
      {open === "palette" && <Palette commands={commands} onClose={close} />}
      {open === "help" && <ShortcutList commands={commands} onClose={close} />}
      {open === "pause" && <PauseDialog onClose={close} />}
    </>
  );
}
