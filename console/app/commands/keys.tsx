/** Keys that are pressed one after the other: "g t". */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="flex gap-1">
      {keys.split(" ").map((key) => (
        <kbd
          key={key}
          className="num grid h-5 min-w-5 place-items-center rounded-[4px] border border-edge bg-bg px-1 text-[11px] text-soft"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
