import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** Once around the page: how long a pointer rests before help appears. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Radix.Provider delayDuration={250}>{children}</Radix.Provider>;
}

/** Help on hover and on keyboard focus. `children` must be one element that can take focus. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 rounded-button border border-edge bg-overlay px-2.5 py-1.5 text-[12px] text-fg leading-snug shadow-black/40 shadow-lg"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
