import { useId, useState } from "react";
import { cn } from "../../components/cn.ts";
import { useModal } from "../../components/use-modal.ts";
import { rank } from "../../lib/match-command.ts";
import { Keys } from "./keys.tsx";
import { type Command, useIdCommands } from "./use-commands.ts";

interface PaletteProps {
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}

/** Everything by its name: type, arrows, Enter. A combobox over a list, as screen readers know it. */
export function Palette({ commands, onClose }: PaletteProps) {
  const dialog = useModal(onClose);
  const list = useId();
  const [typed, setTyped] = useState("");
  const [marked, setMarked] = useState(0);
  const named = useIdCommands(typed);
  const found = [...rank(typed, commands, ({ label }) => label), ...named];
  const chosen = found[Math.min(marked, found.length - 1)];
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setMarked((found.indexOf(chosen as Command) + step + found.length) % found.length);
    }
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(chosen);
    }
  };
  return (
    <dialog ref={dialog} aria-label="Commands" data-testid="command-palette" className="confirm palette">
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={chosen && `${list}-${chosen.id}`}
        aria-label="Search commands, or paste an identifier"
        placeholder="Search commands, or paste an identifier"
        data-testid="command-input"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setMarked(0);
        }}
        onKeyDown={onKeyDown}
        className="h-12 w-full border-line border-b bg-transparent px-4 text-[15px] text-fg outline-none placeholder:text-muted"
      />
      <div
        id={list}
        role="listbox"
        aria-label="Commands"
        className="max-h-[min(380px,60dvh)] overflow-y-auto p-1.5"
      >
        {found.map((command) => (
          <Row key={command.id} list={list} command={command} isChosen={command === chosen} onRun={run} />
        ))}
      </div>
      {found.length === 0 && (
        <p data-testid="command-none" className="px-4 pb-4 text-muted">
          No command has these letters. Escape closes.
        </p>
      )}
    </dialog>
  );
}

interface RowProps {
  readonly list: string;
  readonly command: Command;
  readonly isChosen: boolean;
  readonly onRun: (command: Command) => void;
}

function Row({ list, command, isChosen, onRun }: RowProps) {
  const { id, label, keys, icon: Icon } = command;
  return (
    <div
      id={`${list}-${id}`}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      data-testid={`command-${id}`}
      ref={(element) => {
        if (isChosen) element?.scrollIntoView({ block: "nearest" });
      }}
      onClick={() => onRun(command)}
      onKeyDown={undefined}
      className={cn(
        "flex h-10 cursor-pointer items-center gap-3 rounded-button px-3 text-soft hover:bg-raised",
        isChosen && "bg-overlay text-fg shadow-[inset_3px_0_0_var(--color-lime)]",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {keys !== undefined && <Keys keys={keys} />}
    </div>
  );
}
