import { redactUrl } from "#transport";
import { tryAddresses } from "#venue/solana";
import { venueCheck } from "./check.ts";
import { type Finding, failed, ok, warning, wordsOf } from "./finding.ts";
import { ASK_WITHIN_MS, type ProviderReading } from "./venue-facts.ts";

/** About half a minute. */
const MAX_BEHIND_SLOTS = 75;

/** Whether each RPC address answers, is of the same chain as the first, and keeps up with the others. */
export const providersCheck = venueCheck({
  name: "Solana RPC",
  advice: "look at SOLANA_RPC_URL (or HELIUS_API_KEY) and this machine's network",
  async run({ venues }) {
    const readings = await venues.providers();
    const head = Math.max(0, ...readings.map(({ chain }) => chain?.slot ?? 0));
    const genesis = readings.find(({ chain }) => chain !== null)?.chain?.genesisHash ?? "";
    return readings.map((reading) =>
      judgeProvider(this.name, reading, { head, genesis, advice: this.advice }),
    );
  },
});

function judgeProvider(
  check: string,
  { name, chain, problem }: ProviderReading,
  { head, genesis, advice }: { readonly head: number; readonly genesis: string; readonly advice: string },
): Finding {
  if (chain === null) return failed(check, `${name}: ${problem}`, advice);
  const behind = head - chain.slot;
  const seen = `${name} at slot ${chain.slot}, chain ${chain.genesisHash.slice(0, 8)}`;
  if (chain.genesisHash !== genesis)
    return failed(
      check,
      `${seen}, another chain than the first address`,
      "all addresses must be of one chain",
    );
  if (behind > MAX_BEHIND_SLOTS)
    return warning(check, `${seen}, ${behind} slots behind`, "it lags: name it last, or not at all");
  return ok(check, seen);
}

/** Whether each WebSocket address lets us in and tells of slots. */
export const socketsCheck = venueCheck({
  name: "Solana stream",
  advice: "look at SOLANA_WS_URL (or HELIUS_API_KEY) and this machine's network",
  run({ backend }) {
    const { config, clock, timers, random, log } = backend;
    const trial = { rpcUrls: [], genesisHash: null, assets: [], withinMs: ASK_WITHIN_MS };
    const look = async (url: string): Promise<Finding> => {
      try {
        await tryAddresses({ ...trial, wsUrls: [url], clock, timers, random, log });
        return ok(this.name, `${redactUrl(url)} tells of slots`);
      } catch (error) {
        return failed(this.name, wordsOf(error), this.advice);
      }
    };
    return Promise.all(config.keys.current.solanaWsUrls.map(look));
  },
});

/** Whether each pool is what the configuration says, by what is on the chain. */
export const poolsCheck = venueCheck({
  name: "pools",
  advice: "see the Solana addresses above",
  async run({ venues }) {
    const { pools, refused } = await venues.pools();
    const good = pools.map(({ asset, address, tickSpacing, feePpm, adaptive }) => {
      const fee = `fee ${feePpm / 100} bps${adaptive ? " and more when it is volatile" : ""}`;
      return ok(`pool ${asset.name}`, `${address}, mints as configured, tick spacing ${tickSpacing}, ${fee}`);
    });
    const bad = refused.map(({ asset, reason }) => {
      const advice = `name the right Whirlpool and mint: ORCA_${asset.base}_USDC_POOL, ${asset.base}_MINT, USDC_MINT`;
      return failed(`pool ${asset.name}`, reason, advice);
    });
    return [...good, ...bad];
  },
});
