import type { FaultClock } from "../../faults/index.ts";

/** Keys in addresses (`?api-key=`), as providers of nodes hand them out. Every key is good until it is taken back. */
export interface UrlKeys {
  isRevoked(requestUrl: string | undefined): boolean;
  /** Notes a connection that was opened with this address, to be cut when its key is taken back. */
  opened(requestUrl: string | undefined, cut: () => void): () => void;
  close(): void;
}

export function createUrlKeys(faults: FaultClock): UrlKeys {
  const revoked = new Set<string>();
  const open = new Set<{ readonly key: string | null; readonly cut: () => void }>();
  const close = faults.onBegin("solana", "revoke-url-key", ({ key }) => {
    revoked.add(key);
    for (const one of open) if (one.key === key) one.cut();
  });
  return {
    isRevoked: (requestUrl) => revoked.has(keyOf(requestUrl) ?? ""),
    opened(requestUrl, cut) {
      const one = { key: keyOf(requestUrl), cut };
      open.add(one);
      return () => open.delete(one);
    },
    close,
  };
}

function keyOf(requestUrl: string | undefined): string | null {
  return new URL(requestUrl ?? "/", "http://localhost").searchParams.get("api-key");
}
