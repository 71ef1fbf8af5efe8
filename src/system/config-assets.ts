import { type Asset, ConfigError } from "#model";
import { solanaAddress } from "./config-values.ts";
import type { Environment } from "./env-file.ts";

const USDC = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

/** Pools and mints of the assets that need no more than their name; verified on chain at start like any other. */
const KNOWN: Readonly<Record<string, { pool: string; mint: string }>> = {
  SOL: {
    pool: "Czfq3xZZDmsdGdUyrNLtRhGc47cXcZtLG4crryfu44zE",
    mint: "So11111111111111111111111111111111111111112",
  },
  BTC: {
    pool: "HxA6SKW5qA4o12fjVgTpXdq2YnZ5Zv1s7SB4FFomsyLM",
    mint: "cbbtcf3aa214zXHbiAZQwf4122FBYbraNdFqgw4iMij",
  },
  ETH: {
    pool: "AU971DrPyhhrpRnmEBp5pDTWL2ny7nofb5vYBjDJkR2E",
    mint: "7vfCXTUXx5WJV5JADk17DUJ4ksgau7utNKj4b963voxs",
  },
};

/** The assets of ASSET_LIST with a pool and mints each. Throws ConfigError naming the key that is missing. */
export function readAssets(values: Environment): readonly Asset[] {
  const names = (values.ASSET_LIST ?? "SOL-USD,BTC-USD,ETH-USD")
    .split(",")
    .map((name) => name.trim().toUpperCase());
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new ConfigError("ASSET_LIST", `ASSET_LIST: ${repeated} is listed twice`);
  return names.map((name) => readAsset(name, values));
}

function readAsset(name: string, values: Environment): Asset {
  const base = /^([A-Z0-9]{2,10})-USD$/.exec(name)?.[1];
  if (base === undefined) throw new ConfigError("ASSET_LIST", `ASSET_LIST: expected BASE-USD, got "${name}"`);
  return {
    name,
    base,
    symbol: `${base.toLowerCase()}usd`,
    pool: addressOf(`ORCA_${base}_USDC_POOL`, values, KNOWN[base]?.pool, name),
    baseMint: addressOf(`${base}_MINT`, values, KNOWN[base]?.mint, name),
    quoteMint: addressOf("USDC_MINT", values, USDC, name),
  };
}

function addressOf(key: string, values: Environment, known: string | undefined, asset: string): string {
  const said = values[key] ?? known;
  if (said === undefined || said === "")
    throw new ConfigError(key, `${key}: ${asset} needs it, and it is not set`);
  return solanaAddress(key, said);
}
