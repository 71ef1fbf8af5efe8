import type { Counterparty } from "#engine";
import type { DexOrder, PoolCurve, SignedSwap } from "#model";
import type { CexClient, DexClient, PrepareRefusal } from "#venue";

/** What a leg needs of whoever fills it: a part of the trading clients' contracts. */
export interface Filler {
  readonly cex: Pick<CexClient, "send" | "pursue">;
  readonly dex: Pick<DexClient, "send" | "pursue"> & {
    /** `curve` is null where the pool is void, which only an injected trade does not need. */
    prepare(order: DexOrder, curve: PoolCurve | null): SignedSwap | PrepareRefusal;
  };
}

/** The venues themselves. */
export function venueFiller({ cex, dex }: { readonly cex: CexClient; readonly dex: DexClient }): Filler {
  return {
    cex,
    dex: {
      prepare: (order, curve) =>
        curve === null ? { refused: "the pool is void" } : dex.prepare(order, curve),
      send: (intent) => dex.send(intent),
      pursue: (intent, options) => dex.pursue(intent, options),
    },
  };
}

/** Who fills the legs of which trades; without keys there is no venue to send to. */
export type Counterparties = Readonly<Record<Exclude<Counterparty, "venue">, Filler>> & {
  readonly venue: Filler | null;
};
