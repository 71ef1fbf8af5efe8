import type { Address } from "@solana/kit";
import {
  amountOfUnits,
  type Clock,
  InputError,
  RejectedError,
  type VenueAccount,
  type VenueBalance,
} from "#model";
import type { JsonRpc } from "#transport";
import { decodeBase64 } from "../account-bytes.ts";
import { readTokenAccount } from "../token-accounts.ts";
import { accountsWithLamports } from "./messages.ts";
import type { PoolAccounts } from "./pool-accounts.ts";

const LAMPORT_DECIMALS = 9;

/** A standing token account of the wallet. */
interface Holding {
  readonly asset: string;
  readonly mint: string;
  readonly decimals: number;
  readonly account: Address;
}

/** The dollar token's name in accounts; every pool here is quoted in it. */
const QUOTE_ASSET = "USDC";

export interface WalletAccountParts {
  readonly rpc: JsonRpc;
  readonly clock: Clock;
  readonly wallet: Address;
  readonly pools: readonly PoolAccounts[];
  readonly signal: AbortSignal;
}

/**
 * Reads the wallet and its token accounts in one call, so that all balances are of one block, not before
 * `minContextSlot` (a swap known to be in that slot is part of them). Throws RejectedError that names what is
 * missing, or ConnectivityError.
 */
export async function readWalletAccount(
  { rpc, clock, wallet, pools, signal }: WalletAccountParts,
  minContextSlot: number,
): Promise<VenueAccount> {
  const holdings = holdingsOf(pools);
  const keys = [wallet, ...holdings.map(({ account }) => account)];
  const config = {
    commitment: "confirmed",
    encoding: "base64",
    ...(minContextSlot > 0 ? { minContextSlot } : {}),
  };
  const requestedNs = clock.monotonicNs();
  const reply = await rpc.call("getMultipleAccounts", [keys, config], accountsWithLamports, { signal });
  const receivedNs = clock.monotonicNs();
  const [native, ...accounts] = reply.value;
  return {
    venue: "solana",
    balances: holdings.map((holding, i) => balanceOf(holding, wallet, accounts[i] ?? null)),
    gas: amountOfUnits(lamportsOf(native?.lamports ?? 0), LAMPORT_DECIMALS),
    requestedNs,
    receivedNs,
  };
}

function holdingsOf(pools: readonly PoolAccounts[]): readonly Holding[] {
  const byAccount = new Map<string, Holding>();
  for (const { identity, base, quote } of pools) {
    const { asset, baseDecimals, quoteDecimals } = identity;
    byAccount.set(base.owned, {
      asset: asset.base,
      mint: base.mint,
      decimals: baseDecimals,
      account: base.owned,
    });
    byAccount.set(quote.owned, {
      asset: QUOTE_ASSET,
      mint: quote.mint,
      decimals: quoteDecimals,
      account: quote.owned,
    });
  }
  return [...byAccount.values()];
}

type WireAccount = { readonly data: readonly [string, string] } | null;

function balanceOf(holding: Holding, wallet: Address, account: WireAccount): VenueBalance {
  const { asset, mint, decimals } = holding;
  if (account === null || account.data[0] === "") {
    throw new RejectedError(
      "no-token-account",
      `the wallet ${wallet} has no token account of ${asset} (mint ${mint}): create it, for example with ` +
        `spl-token create-account ${mint}, and deposit ${asset} there`,
    );
  }
  const token = tokenOf(holding, account.data[0]);
  if (token.mint !== mint || token.owner !== wallet || token.frozen) {
    throw new RejectedError(
      "bad-token-account",
      `the token account ${holding.account} of ${asset} ${token.frozen ? "is frozen" : "is not the wallet's"}`,
    );
  }
  const total = amountOfUnits(token.amount, decimals);
  return { asset, total, available: total };
}

function tokenOf({ account, asset }: Holding, base64: string): ReturnType<typeof readTokenAccount> {
  try {
    return readTokenAccount(decodeBase64(base64));
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new RejectedError("bad-token-account", `${asset} at ${account}: ${cause.message}`, { cause });
  }
}

function lamportsOf(lamports: number): bigint {
  if (!Number.isSafeInteger(lamports)) {
    throw new RejectedError("bad-lamports", `the wallet's lamports are not exact: ${lamports}`);
  }
  return BigInt(lamports);
}
