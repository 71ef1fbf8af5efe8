import { ConfigError, RejectedError, USD_DECIMALS, type VenueAccount } from "#model";
import type { PoolIdentity } from "#venue/solana";
import { openWallet } from "../trading/open-clients.ts";
import { judgeBalances, shortened, whyNoAccount } from "./accounts.ts";
import type { Check, Patient } from "./check.ts";
import { type Finding, failed, ok, skipped, warning, wordsOf } from "./finding.ts";

const [WALLET, BALANCES] = ["Solana wallet", "Solana balances"] as const;
/** Pays for some hundred swaps even at the dearest priority fee. */
const WANTED_GAS = 2n * 10n ** 16n;

/** Whether the key file is a wallet, and the wallet has its token accounts and enough in them. */
export const walletCheck: Check = {
  name: WALLET,
  advice: "see the Solana addresses above",
  async run(patient) {
    const { solanaKeypair } = patient.backend.config;
    const why = whyNoAccount(this, patient, solanaKeypair === null ? ["SOLANA_KEYPAIR"] : []);
    if (why !== null || solanaKeypair === null) return why ?? [];
    const { pools } = await patient.venues.pools();
    try {
      await using client = openWallet(patient.backend, solanaKeypair, pools);
      if (pools.length === 0) return skipped(WALLET, "no pool is what it should be, see above");
      const [{ wallet }, account] = await Promise.all([client.identity(), client.readAccount()]);
      const gas = `${wallet}, ${shortened(account.gas)} SOL for fees`;
      const fees =
        account.gas < WANTED_GAS
          ? warning(WALLET, gas, `send it ${shortened(WANTED_GAS)} SOL or more: every swap pays a fee`)
          : ok(WALLET, gas);
      return [fees, await judge(account, pools, patient)];
    } catch (error) {
      return failed(WALLET, wordsOf(error), adviceFor(error));
    }
  },
};

async function judge(
  account: VenueAccount,
  pools: readonly PoolIdentity[],
  { venues, backend }: Patient,
): Promise<Finding> {
  const stream = await venues.stream().catch(() => null);
  const prices = new Map([...(stream?.prices ?? []), ["USDC", 10n ** BigInt(USD_DECIMALS)]]);
  const coins = ["USDC", ...pools.map(({ asset }) => asset.base)];
  const { maxPositionUsd } = backend.config;
  return judgeBalances(BALANCES, account, { coins, prices, maxPositionUsd });
}

function adviceFor(error: unknown): string {
  if (error instanceof ConfigError)
    return "let SOLANA_KEYPAIR name a key file of solana-keygen, with mode 0600";
  if (error instanceof RejectedError) return "create and fund the account that is named, then look again";
  return "look at SOLANA_RPC_URL and this machine's network";
}
