/** Grey rows in the place of what is still being read. */
export function SkeletonRows({ rows, label }: { rows: number; label: string }) {
  return (
    <output aria-label={label} className="flex flex-col gap-2 px-4 pb-4">
      {Array.from({ length: rows }, (_, row) => (
        <span key={`row-${row + 1}`} className="h-7 animate-pulse rounded-[6px] bg-raised" />
      ))}
    </output>
  );
}
