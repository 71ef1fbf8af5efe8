import { DatabaseZap } from "lucide-react";
import { useStatus } from "../lib/queries.ts";

/** Across every screen while opportunities are seen but cannot be kept. */
export function StorageBanner() {
  const { data: status } = useStatus();
  if (status === undefined || status.storage_works) return null;
  return (
    <div
      role="alert"
      data-testid="storage-banner"
      className="flex items-center gap-2 border-danger/40 border-b bg-danger/10 px-3 py-1.5 text-[12px] text-danger md:px-5"
    >
      <DatabaseZap aria-hidden className="size-4 shrink-0" />
      <span>The database does not work: what is found now may be lost. The log says why.</span>
    </div>
  );
}
