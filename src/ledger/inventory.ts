import type { Claim } from "#execution";
import { AMOUNT_DECIMALS, divide, PCT_DECIMALS, type VenueName } from "#model";
import type { Balances } from "./balances.ts";
import type { Transfer } from "./transfer.ts";

/** What was held of an asset on a venue when the ledger began, gas included, 1e-18. */
export interface OpeningAmount {
  readonly venue: VenueName;
  readonly asset: string;
  readonly amount: bigint;
}

export interface InventoryInputs {
  readonly balances: Balances;
  readonly claims: readonly Claim[];
  /** 1e-9 USD of one whole coin; an asset without a live price is missing. */
  readonly prices: ReadonlyMap<string, bigint>;
  readonly targets: readonly OpeningAmount[];
}

/** One asset on one venue; amounts in 1e-18, signed: a ledger that went below zero says so. */
export interface InventoryRow {
  readonly venue: VenueName;
  readonly asset: string;
  /** On chain with the native SOL that pays network fees. */
  readonly total: bigint;
  /** What a new leg may use: neither claimed nor gas. */
  readonly available: bigint;
  readonly reserved: bigint;
  readonly inFlight: bigint;
  /** 1e-9 USD, rounded down; null without a live price. */
  readonly valueUsd: bigint | null;
  /** How far this venue's share of the asset moved since the opening, 1e-6 percent points, rounded down. */
  readonly driftPct: bigint | null;
}

const VENUES: readonly VenueName[] = ["gemini", "solana"];
const ONE = 10n ** BigInt(AMOUNT_DECIMALS);
const WHOLE_PCT = 100n * 10n ** BigInt(PCT_DECIMALS);

/** Every asset that was ever held, opened with or claimed, by venue and then by name. */
export function inventoryView(inputs: InventoryInputs): readonly InventoryRow[] {
  return VENUES.flatMap((venue) => assetsOn(venue, inputs).map((asset) => rowOf(venue, asset, inputs)));
}

/** The opening amounts that a ledger's own opening transfers tell. */
export function openingAmounts(openings: readonly Transfer[]): readonly OpeningAmount[] {
  return openings
    .filter(({ kind }) => kind === "opening")
    .map(({ asset, amount, to }) => ({ venue: to === "gemini" ? "gemini" : "solana", asset, amount }));
}

function assetsOn(venue: VenueName, { balances, claims, targets }: InventoryInputs): readonly string[] {
  const held = balances.all().filter(({ account }) => account.split("/")[0] === venue);
  const others = [...claims, ...targets].filter((row) => row.venue === venue);
  return [...new Set([...held, ...others].map(({ asset }) => asset))].sort();
}

function rowOf(venue: VenueName, asset: string, inputs: InventoryInputs): InventoryRow {
  const { balances, prices } = inputs;
  const gas = gasOn(venue, asset, balances);
  const total = balances.of(venue, asset) + gas;
  const claims = inputs.claims.filter((claim) => claim.venue === venue && claim.asset === asset);
  const reserved = sumOf(claims.map((claim) => claim.reserved));
  const inFlight = sumOf(claims.map((claim) => claim.inFlight));
  const price = prices.get(asset);
  return {
    venue,
    asset,
    total,
    available: total - reserved - inFlight - gas,
    reserved,
    inFlight,
    valueUsd: price === undefined ? null : divide(total * price, ONE, "floor"),
    driftPct: driftOf(venue, asset, inputs),
  };
}

function gasOn(venue: VenueName, asset: string, balances: Balances): bigint {
  return venue === "solana" && asset === "SOL" ? balances.of("solana/gas", asset) : 0n;
}

/** Null where a share means nothing: nothing held at the opening, or nothing at all now. */
function driftOf(venue: VenueName, asset: string, { balances, targets }: InventoryInputs): bigint | null {
  const openedOn = (where: VenueName) =>
    sumOf(targets.filter((row) => row.venue === where && row.asset === asset).map(({ amount }) => amount));
  const heldOn = (where: VenueName) => balances.of(where, asset) + gasOn(where, asset, balances);
  const opened = sumOf(VENUES.map(openedOn));
  const held = sumOf(VENUES.map(heldOn));
  if (opened <= 0n || held <= 0n) return null;
  // Over a common denominator, so that it is rounded once.
  return divide(WHOLE_PCT * (heldOn(venue) * opened - openedOn(venue) * held), held * opened, "floor");
}

function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n);
}
