import type { Block } from "../chain/block-log.ts";
import type { Chain, Commitment } from "../chain/chain.ts";

const COMMITMENTS: readonly Commitment[] = ["processed", "confirmed", "finalized"];

/** Tells each commitment's subscribers of every block that has newly reached it, in order and once. */
export function createPublisher(
  chain: Chain,
  publish: (block: Block, commitment: Commitment) => void,
): () => void {
  const heard = new Map(COMMITMENTS.map((commitment) => [commitment, chain.view(commitment).slot]));
  return () => {
    for (const commitment of COMMITMENTS) {
      const last = heard.get(commitment) ?? 0;
      const { slot: reached } = chain.view(commitment);
      for (let slot = last + 1; slot <= reached; slot += 1) {
        const block = chain.blocks.at(slot);
        if (block !== undefined) publish(block, commitment);
      }
      heard.set(commitment, Math.max(last, reached));
    }
  };
}
