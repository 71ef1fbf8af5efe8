import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createFaultClock, type FaultClock, type FaultPlan } from "./faults/index.ts";
import { type AccountOptions, type GeminiStandIn, startGemini, startGeminiReplay } from "./gemini/index.ts";
import { createHiddenMarket, driveMarket, type Scenario } from "./market/index.ts";
import { type SolanaStandIn, startSolana, startSolanaReplay } from "./solana/index.ts";

export const SCENARIOS = [
  "calm",
  "volatile",
  "trending",
  "dislocated",
  "churning",
] as const satisfies readonly Scenario[];

export interface StandInOptions {
  readonly seed: number;
  readonly scenario: Scenario;
  /** Bases such as "SOL"; each gets a dollar book and a USDC pool. */
  readonly bases: readonly string[];
  /** How many times as fast as life the market moves and the exchange sends, 1 where left out; slots have a length of their own. */
  readonly pace?: number;
  readonly slotMs: number;
  /** A folder with recorded frames and account dumps, played instead of a made-up market. */
  readonly captureDir: string | null;
  readonly faults: FaultPlan;
  /** 0 takes any free port. */
  readonly geminiPort: number;
  /** Of the node's first provider, the second one has the next; 0 takes any free ones. */
  readonly solanaPort: number;
  /** Fees, opening balances and limits of the account at the exchange; the usual ones where left out. */
  readonly account?: AccountOptions;
}

/** What `tandem sim` prints: addresses, pools, and the configuration that leads to them. */
export interface StandInAddresses {
  readonly gemini: { readonly rest: string; readonly ws: string };
  readonly solana: { readonly rpc: string; readonly ws: string };
  readonly truth: string;
  readonly pools: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

export interface StandIns {
  readonly addresses: StandInAddresses;
  readonly gemini: GeminiStandIn;
  readonly solana: SolanaStandIn;
  readonly faults: FaultClock;
  stop(): Promise<void>;
}

/** Starts both venues on loopback. Rejects where a port is taken or a capture cannot be read. */
export async function startStandIns(options: StandInOptions): Promise<StandIns> {
  const startedMs = performance.now();
  const faults = createFaultClock(options.faults, () => performance.now() - startedMs);
  const venues =
    options.captureDir === null
      ? await openMadeUp(options, faults)
      : await openCapture(options, options.captureDir, faults);
  return { ...venues, addresses: addressesOf(venues.gemini, venues.solana), faults };
}

type Venues = Pick<StandIns, "gemini" | "solana" | "stop">;

async function openMadeUp(options: StandInOptions, faults: FaultClock): Promise<Venues> {
  const { seed, scenario, bases, slotMs, pace = 1 } = options;
  const market = createHiddenMarket({ seed, scenario, bases: [...bases, "USDC"] });
  const symbols = [...bases, "USDC"].map((base) => `${base.toLowerCase()}usd`);
  const solana = await startSolana({ market, assets: bases, seed, slotMs, faults, port: options.solanaPort });
  const gemini = await startGemini({
    ...{ market, symbols, seed, pace, faults, port: options.geminiPort },
    account: options.account ?? {},
    otherTruths: () => ({ solana: solana.truth() }),
  });
  const driver = driveMarket(market, pace);
  return {
    gemini,
    solana,
    async stop() {
      driver.stop();
      await Promise.all([gemini.stop(), solana.stop()]);
    },
  };
}

async function openCapture(options: StandInOptions, dir: string, faults: FaultClock): Promise<Venues> {
  const { seed, slotMs } = options;
  const tsvFile = findCapture(dir);
  const solana = await startSolanaReplay({ dataDir: dir, seed, slotMs, faults, port: options.solanaPort });
  const gemini = await startGeminiReplay({
    ...{ tsvFile, seed, faults, port: options.geminiPort },
    otherTruths: () => ({ solana: solana.truth() }),
  });
  return {
    gemini,
    solana,
    async stop() {
      await Promise.all([gemini.stop(), solana.stop()]);
    },
  };
}

/** The recorded frames: the first `.tsv` in the folder or its `gemini` folder. */
function findCapture(dir: string): string {
  const found = readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".tsv"))
    .sort();
  if (found[0] === undefined) throw new Error(`no Gemini capture (.tsv) below ${dir}`);
  return join(dir, found[0]);
}

function addressesOf(gemini: GeminiStandIn, solana: SolanaStandIn): StandInAddresses {
  // A recorded mint that has no name on any exchange is nothing that one could configure.
  const traded = Object.entries(solana.pools).filter(([base]) => /^[A-Z0-9]{2,10}$/.test(base));
  return {
    gemini: { rest: gemini.restUrl, ws: gemini.wsUrl },
    solana: { rpc: solana.rpcUrl, ws: solana.wsUrl },
    truth: `${gemini.restUrl}/truth`,
    pools: Object.fromEntries(traded.map(([base, pool]) => [base, pool.address])),
    env: {
      GEMINI_BASE_URL: gemini.restUrl,
      GEMINI_WS_URL: gemini.wsUrl,
      ...(gemini.hasAccount ? keysOf(gemini) : {}),
      SOLANA_RPC_URL: solana.rpcUrls.join(","),
      SOLANA_WS_URL: solana.wsUrls.join(","),
      ASSET_LIST: traded.map(([base]) => `${base}-USD`).join(","),
      ...Object.fromEntries(traded.flatMap(([base, pool]) => poolKeys(base, pool))),
    },
  };
}

/** A recording has no account that one could sign for. */
function keysOf({ keys }: GeminiStandIn): Record<string, string> {
  return { GEMINI_API_KEY: keys.trader.key, GEMINI_API_SECRET: keys.trader.secret };
}

function poolKeys(
  base: string,
  pool: { readonly address: string; readonly baseMint: string },
): [string, string][] {
  return [
    [`ORCA_${base}_USDC_POOL`, pool.address],
    [`${base}_MINT`, pool.baseMint],
  ];
}
