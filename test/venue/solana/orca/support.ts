import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { TickArray, TickArrays, Whirlpool } from "../../../../src/venue/solana/orca/index.ts";
import { decodeWhirlpool } from "../../../../src/venue/solana/orca/index.ts";
import { TICKS_PER_ARRAY } from "../../../../src/venue/solana/orca/program.ts";
import { sqrtPriceAtTick } from "../../../../src/venue/solana/orca/tick-math.ts";

/** Builders for pools and tick arrays, and the way to the captures beside the repository. */
const captures = fileURLToPath(new URL("../../../../../shared/data/solana/", import.meta.url));
const fixtures = fileURLToPath(new URL("../../../fixtures/orca/", import.meta.url));

export const hasCaptures = existsSync(captures);

export function captureBytes(path: string): Uint8Array {
  return readFileSync(captures + path);
}

export function captureText(path: string): string {
  const bytes = captureBytes(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : Buffer.from(bytes)).toString();
}

export function fixtureText(name: string): string {
  return readFileSync(fixtures + name, "utf8");
}

const POOL = "11111111111111111111111111111111";

/** A static-fee pool at tick 0 with spacing 8 and 5 bps, unless told otherwise. */
export function aWhirlpool(given: Partial<Whirlpool> = {}): Whirlpool {
  const tickSpacing = given.tickSpacing ?? 8;
  const tickCurrentIndex = given.tickCurrentIndex ?? 0;
  const blank = new Uint8Array(653);
  const view = new DataView(blank.buffer);
  view.setBigUint64(0, 0x3f95d10ce1806309n);
  view.setUint16(41, tickSpacing, true);
  view.setUint16(43, tickSpacing, true);
  view.setBigUint64(73, 1n, true);
  return {
    ...decodeWhirlpool(blank),
    feePpm: 500,
    liquidity: 10n ** 12n,
    tickCurrentIndex,
    sqrtPrice: sqrtPriceAtTick(tickCurrentIndex),
    ...given,
  };
}

export interface InitialisedTick {
  readonly tick: number;
  readonly net: bigint;
}

/** Every array of a chain on which only these ticks are initialised. */
export function chainOf(ticks: readonly InitialisedTick[], tickSpacing: number): TickArrays {
  const arrays = new Map<number, TickArray>();
  const span = TICKS_PER_ARRAY * tickSpacing;
  for (const { tick, net } of [...ticks].sort((one, other) => one.tick - other.tick)) {
    const startTick = Math.floor(tick / span) * span;
    const known = arrays.get(startTick);
    const offset = (tick - startTick) / tickSpacing;
    arrays.set(startTick, {
      kind: "fixed",
      whirlpool: POOL as TickArray["whirlpool"],
      startTick,
      offsets: [...(known?.offsets ?? []), offset],
      nets: [...(known?.nets ?? []), net],
    });
  }
  return (start) => arrays.get(start) ?? "uninitialised";
}
