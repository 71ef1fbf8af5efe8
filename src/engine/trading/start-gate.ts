import type { TradeState } from "#execution";
import type { BalanceDesk } from "./balance-desk.ts";

/**
 * Shut from the start until everything that the last process left is finished and both venues' balances were
 * seen to agree with the ledger. Once open it stays open until the process is about to end: between, risk watches.
 */
export class StartGate {
  #restored = false;
  #open = false;
  #ending = false;
  /** Trades of the last process that are not finished. */
  #left: ReadonlySet<string> = new Set();

  get open(): boolean {
    return this.#open && !this.#ending;
  }

  /** For good: what is begun now would be cut off. */
  end(): void {
    this.#ending = true;
  }

  get isRestored(): boolean {
    return this.#restored;
  }

  restored(trades: readonly TradeState[]): void {
    this.#restored = true;
    this.#left = new Set(trades.map(({ plan }) => plan.tradeId));
  }

  /** True in the moment in which it opens. */
  tryOpen(trades: readonly TradeState[], balances: BalanceDesk): boolean {
    if (this.#open || this.reason(trades, balances) !== null) return false;
    this.#open = true;
    return true;
  }

  /** Why it is shut, null while it is open. */
  reason(trades: readonly TradeState[], balances: BalanceDesk): string | null {
    if (this.#ending) return "the process is ending";
    if (this.#open) return null;
    if (!this.#restored) return "the journal is being read";
    const left = trades.filter(
      ({ plan, phase }) => this.#left.has(plan.tradeId) && phase.kind !== "stranded",
    );
    if (left.length > 0) return `bringing home ${left.length} open ${left.length === 1 ? "trade" : "trades"}`;
    const silent = (["gemini", "solana"] as const).filter((venue) => !balances.agreed(venue));
    return silent.length === 0 ? null : `comparing balances with ${silent.join(" and ")}`;
  }
}
