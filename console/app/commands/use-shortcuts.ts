import { useEffect, useEffectEvent, useRef } from "react";
import { type KeyAction, type Pending, pressKey } from "../../lib/shortcuts.ts";
import type { Command } from "./use-commands.ts";

/** Runs the command of a key wherever the focus is, but not while something is typed or asked. */
export function useShortcuts(commands: readonly Command[], onPalette: () => void): void {
  const pending = useRef<Pending>(null);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const [next, action] = pressKey(pending.current, {
      key: event.key,
      hasCommand: event.ctrlKey || event.metaKey,
      hasModifier: event.ctrlKey || event.metaKey || event.altKey,
      isTaken: isTaken(event.target),
      atMs: event.timeStamp,
    });
    pending.current = event.key === "Shift" ? pending.current : next;
    if (action === null) return;
    event.preventDefault();
    if (action.kind === "palette") return onPalette();
    commands.find(({ keys }) => keys === keysOf(action))?.run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

const KEYS = { palette: "", help: "?", pause: "p", clock: "u" } as const;

function keysOf(action: KeyAction): string {
  return action.kind === "go" ? `g ${action.letter}` : KEYS[action.kind];
}

/** Letters belong to a field, and every key to a dialog that is open. */
function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector("dialog[open]") !== null) return true;
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}
