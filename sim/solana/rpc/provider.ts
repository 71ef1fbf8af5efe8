import type { FaultClock } from "../../faults/index.ts";
import { concernsProvider } from "../../faults/index.ts";
import type { Chain } from "../chain/chain.ts";

/** One company's access to the chain: the same blocks, seen with its own lag and through its own faults. */
export interface Provider {
  readonly chain: Chain;
  readonly faults: FaultClock;
}

/** The view of the provider with this number (0 or 1); a fault that names the other one does not touch it. */
export function providerOf(chain: Chain, faults: FaultClock, number: number): Provider {
  const own: FaultClock = {
    ...faults,
    active: (venue, kind) => faults.active(venue, kind, number),
    onBegin: (venue, kind, listener) =>
      faults.onBegin(venue, kind, (fault) => {
        if (concernsProvider(fault, number)) listener(fault);
      }),
  };
  return { faults: own, chain: chain.seenWithLag(() => own.active("solana", "lag")?.slots ?? 0) };
}
