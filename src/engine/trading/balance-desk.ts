import {
  type AccountBalance,
  adjustmentTransfers,
  Balances,
  compareAccount,
  type Drift,
  type OpeningAmount,
  OWN_ACCOUNTS,
  openingAmounts,
  openingTransfers,
  type Transfer,
} from "#ledger";
import { AMOUNT_DECIMALS, formatDecimal, type VenueAccount, type VenueName } from "#model";
import type { Outbox } from "../outbox.ts";
import type { JournalOutbox } from "./journal-outbox.ts";
import type { RiskDesk } from "./risk-desk.ts";

export interface BalanceDeskOptions {
  readonly journal: JournalOutbox;
  readonly out: Outbox;
  readonly risk: RiskDesk;
  readonly epoch: string;
  readonly compareEveryMs: number;
}

/** What is known of the ledger at the start. */
export interface StoredLedger {
  readonly balances: readonly AccountBalance[];
  /** Transfers of open trades, which the balances hold already. */
  readonly booked: readonly Transfer[];
  /** Those that began this ledger; none where the accounts are new. */
  readonly openings: readonly Transfer[];
  readonly rebase: boolean;
}

const VENUES: readonly VenueName[] = ["gemini", "solana"];
/** The ledger's balances, what the venues say of them, and the difference, which is a drift. */
export class BalanceDesk {
  readonly #options: BalanceDeskOptions;
  balances = new Balances([]);
  targets: readonly OpeningAmount[] = [];
  /** Venues whose balances agreed with the ledger in this process, or that opened it. */
  readonly #agreed = new Set<VenueName>();
  readonly #opened = new Set<VenueName>();
  readonly #drifts = new Map<VenueName, readonly Drift[]>();
  /** The differences that the log has told of. */
  readonly #told = new Map<VenueName, string>();
  /** When each venue's balances were last seen to agree, wall clock. */
  readonly #agreedAtMs = new Map<VenueName, number>();

  constructor(options: BalanceDeskOptions) {
    this.#options = options;
  }

  restore({ balances, booked, openings, rebase }: StoredLedger, nowMs: number): void {
    this.balances = new Balances(balances, booked);
    this.targets = openingAmounts(openings);
    for (const { to } of openings) this.#opened.add(to === "gemini" ? "gemini" : "solana");
    if (rebase) this.#writeOff(nowMs);
  }

  agreed(venue: VenueName): boolean {
    return this.#agreed.has(venue);
  }

  /** True where a venue's balances were not seen to agree for so long that trading has to make room for a look. */
  isDue(nowMs: number): boolean {
    const { compareEveryMs } = this.#options;
    return VENUES.some((venue) => nowMs - (this.#agreedAtMs.get(venue) ?? 0) > compareEveryMs);
  }

  /** Books what evidence brought. */
  book(transfers: readonly Transfer[]): void {
    this.#options.journal.book(this.balances.apply(transfers));
  }

  /** A venue's balances at a moment at which nothing of ours was open there. */
  compare(account: VenueAccount, nowMs: number): void {
    const { venue } = account;
    if (!this.#opened.has(venue)) {
      this.#open(account, nowMs);
      return;
    }
    const drifts = compareAccount(this.balances, account);
    this.#drifts.set(venue, drifts);
    this.#options.risk.tell({ kind: "balances", venue, drifts: drifts.map(driftText) }, nowMs);
    if (drifts.length === 0) this.#agree(venue, nowMs);
    else {
      // Nothing new starts before the second look, which tells a late booking from a wrong ledger.
      this.#agreedAtMs.delete(venue);
      this.#wantAgain(venue, drifts);
    }
  }

  /** Takes the venues' word for every difference that stands; false where there is none. */
  accept(nowMs: number, reference: string): boolean {
    const drifts = [...this.#drifts.values()].flat();
    if (drifts.length === 0) return false;
    this.book(adjustmentTransfers(drifts, { atMs: nowMs, reference, tradeId: null }));
    for (const venue of this.#drifts.keys()) {
      this.#drifts.set(venue, []);
      this.#options.risk.tell({ kind: "balances", venue, drifts: [] }, nowMs);
      this.#agree(venue, nowMs);
    }
    return true;
  }

  /** Accounts that are gone hold nothing for us any more. */
  #writeOff(nowMs: number): void {
    const gone = this.balances.all().flatMap(({ account, asset, amount: ledger }) => {
      const own = OWN_ACCOUNTS.find((one) => one === account);
      if (own === undefined || ledger === 0n) return [];
      const venue: VenueName = own === "gemini" ? "gemini" : "solana";
      return [{ account: own, venue, asset, ledger, venueAmount: 0n, difference: -ledger }];
    });
    this.book(
      adjustmentTransfers(gone, { atMs: nowMs, reference: `rebase-${this.#options.epoch}`, tradeId: null }),
    );
  }

  #open(account: VenueAccount, nowMs: number): void {
    const { venue } = account;
    const opening = openingTransfers(account, nowMs, this.#options.epoch);
    this.book(opening);
    this.targets = [...this.targets, ...openingAmounts(opening)];
    this.#opened.add(venue);
    this.#agree(venue, nowMs);
    const fields = { venue, assets: opening.length };
    this.#options.out.push({
      kind: "log",
      level: "info",
      event: "ledger opened with the venue's balances",
      fields,
    });
  }

  #agree(venue: VenueName, nowMs: number): void {
    this.#told.delete(venue);
    this.#agreed.add(venue);
    this.#agreedAtMs.set(venue, nowMs);
  }

  /** Looks again soon, until the second look in a row has said the same: then risk has paused, and the usual pace will do. */
  #wantAgain(venue: VenueName, drifts: readonly Drift[]): void {
    const differences = drifts.map(driftText).join("; ");
    if (this.#told.get(venue) === differences) return;
    this.#told.set(venue, differences);
    const { out } = this.#options;
    const fields = { venue, differences };
    out.push({ kind: "log", level: "warning", event: "ledger and venue do not agree", fields });
    out.push({ kind: "account-wanted", venue });
  }
}

function driftText({ account, asset, ledger, venueAmount }: Drift): string {
  const text = (amount: bigint) => formatDecimal(amount, AMOUNT_DECIMALS);
  return `${account} ${asset}: ledger ${text(ledger)}, venue ${text(venueAmount)}`;
}
