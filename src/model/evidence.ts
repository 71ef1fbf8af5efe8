/**
 * What a venue is known to have done with an attempt. Only these end or fill a leg; a timer never does.
 * `atMs` is the wall clock when it was learnt, `ref` the raw reference for the timeline (order id, slot).
 */
export type LegEvidence = CexEvidence | DexEvidence;

interface Learnt {
  readonly attemptId: string;
  readonly atMs: number;
}

/** One execution; `fillId` is the venue's trade id as text (it may exceed 2^53). */
export interface CexFill {
  readonly fillId: string;
  readonly ticks: number;
  readonly lots: number;
  /** 1e-18 of `feeAsset`, exact. */
  readonly feeAmount: bigint;
  /** "USD", as the venue writes it, upper case. */
  readonly feeAsset: string;
}

export type CexEvidence =
  /** The venue took notice of the order; neither fill nor end. */
  | (Learnt & { readonly kind: "cex-acked"; readonly orderId: string | null })
  /** No answer in time, or the socket was lost after the send: it may or may not exist. The client goes on asking. */
  | (Learnt & { readonly kind: "cex-unknown"; readonly reason: string })
  /** A fill became known; `filledLots` is cumulative over distinct fills. */
  | (Learnt & { readonly kind: "cex-partial"; readonly orderId: string; readonly filledLots: number })
  /** Terminal: filled, cancelled or rejected. `filledLots` is all that it ever filled; `reason` the venue's own words. */
  | (Learnt & {
      readonly kind: "cex-ended";
      readonly orderId: string | null;
      readonly filledLots: number;
      readonly reason: string | null;
    })
  /** After the end: every fill with its fee, as the venue's own records say; their lots add up to those of the end. */
  | (Learnt & { readonly kind: "cex-settled"; readonly orderId: string; readonly fills: readonly CexFill[] })
  /** Terminal: status, open orders, history and trades were all empty twice after the sending connection had closed. */
  | (Learnt & { readonly kind: "cex-absent"; readonly detail: string })
  /** Terminal: it never left this process, so it cannot have happened. */
  | (Learnt & { readonly kind: "cex-not-sent"; readonly reason: string });

export type DexEvidence =
  /** A provider accepted the bytes; it may never land. */
  | (Learnt & { readonly kind: "dex-acked"; readonly provider: string })
  | (Learnt & { readonly kind: "dex-unknown"; readonly reason: string })
  /**
   * In a block. `confirmed` starts the hedge, `finalized` closes the leg. Amounts are the wallet's own token
   * balance changes in base units (selling: base negative, quote positive), never the quote.
   */
  | (Learnt & {
      readonly kind: "dex-landed";
      readonly commitment: "confirmed" | "finalized";
      readonly slot: number;
      readonly feeLamports: bigint;
      readonly outcome:
        | { readonly ok: true; readonly baseDelta: bigint; readonly quoteDelta: bigint }
        | { readonly ok: false; readonly error: string };
    })
  /** It was seen and is seen no more (an abandoned fork): nothing is known again; the same bytes go out again. */
  | (Learnt & { readonly kind: "dex-vanished"; readonly reason: string })
  /** Terminal: the finalized height is past its last valid one and the history holds it nowhere, on two answers. */
  | (Learnt & { readonly kind: "dex-expired"; readonly finalizedHeight: number; readonly detail: string })
  /** Terminal: it never left this process. */
  | (Learnt & { readonly kind: "dex-not-sent"; readonly reason: string });
