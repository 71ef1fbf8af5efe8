import { TandemError, USD_DECIMALS } from "#model";
import type { GeminiTradingClient } from "#venue/gemini";
import { openExchange } from "../trading/open-clients.ts";
import { fingerprint, type GeminiKey } from "../venue-keys.ts";
import { judgeBalances, whyNoAccount } from "./accounts.ts";
import type { Check, Patient } from "./check.ts";
import { type Finding, failed, ok, skipped, wordsOf } from "./finding.ts";
import { ASK_WITHIN_MS } from "./venue-facts.ts";

/** What the checks of the key are called, in the order in which they are made. */
const [ROLE, BALANCES, FEE, SOCKET] = [
  "Gemini key",
  "Gemini balances",
  "Gemini fee tier",
  "Gemini key's socket",
] as const;

/**
 * Whether the key is known, may trade, shows balances and is taken by the private socket. All of it is asked as a start
 * does; the role by cancelling an order that cannot exist.
 */
export const exchangeKeyCheck: Check = {
  name: ROLE,
  advice: "see Gemini REST above",
  async run(patient) {
    const { geminiKey } = patient.backend.config.keys.current;
    const why = whyNoAccount(
      this,
      patient,
      geminiKey === null ? ["GEMINI_API_KEY", "GEMINI_API_SECRET"] : [],
    );
    if (why !== null || geminiKey === null) return why ?? [];
    const listing = await patient.venues.listing().catch(() => null);
    const clientLimits = { gemini: { keyTrialMs: ASK_WITHIN_MS, restTimeoutMs: ASK_WITHIN_MS } };
    const instruments = listing?.instruments ?? [];
    await using client = openExchange({ ...patient.backend, clientLimits }, geminiKey, instruments);
    const role = await tried(ROLE, async () => {
      await client.proveRole();
      return ok(ROLE, `key ${fingerprint(`${geminiKey.apiKey} ${geminiKey.apiSecret}`)} may trade`);
    });
    if (role.state !== "ok") return role;
    return [role, ...(await lookFurther(client, geminiKey, patient))];
  },
};

/** One after the other: a key whose nonces must rise is then told as one, and not as a mix-up of ours. */
async function lookFurther(
  client: GeminiTradingClient,
  key: GeminiKey,
  patient: Patient,
): Promise<readonly Finding[]> {
  return [
    await tried(BALANCES, () => readBalances(client, patient)),
    await tried(FEE, () => readFee(client, patient)),
    await tried(SOCKET, () => trySocket(client, key, patient)),
  ];
}

async function readBalances(client: GeminiTradingClient, { venues, backend }: Patient): Promise<Finding> {
  const { assets, maxPositionUsd } = backend.config;
  const stream = await venues.stream().catch(() => null);
  const prices = new Map([...(stream?.prices ?? []), ["USD", 10n ** BigInt(USD_DECIMALS)]]);
  const coins = ["USD", ...assets.map(({ base }) => base)];
  return judgeBalances(BALANCES, await client.readAccount(), { coins, prices, maxPositionUsd });
}

async function readFee(client: GeminiTradingClient, { backend }: Patient): Promise<Finding> {
  const [first] = backend.config.assets;
  const [tier] = await client.readFeeTiers(first === undefined ? [] : [first.symbol]);
  return ok(
    FEE,
    tier === undefined ? "no asset is configured" : `takes ${tier.takerFeePpm / 100} bps of a taker`,
  );
}

/** Where a process trades with the key, a second session of it might end orders of the first. */
async function trySocket(
  client: GeminiTradingClient,
  key: GeminiKey,
  { runningPid }: Patient,
): Promise<Finding> {
  if (runningPid !== null) return skipped(SOCKET, `process ${runningPid} runs and may be using it`);
  await client.replaceKey(key);
  return ok(SOCKET, "taken: the key is of an account and its nonces are time-based");
}

async function tried(check: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    return failed(check, wordsOf(error), adviceFor(error, check));
  }
}

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/^InvalidNonce$/, "set this machine's clock, and make the key with time-based nonces"],
  [/^MissingRole$/, "give the key the Trader role at the venue"],
  [/^InvalidSignature$/, "the secret is not this key's: copy both again"],
  [/^InvalidApiKey$/, "the venue does not know the key: it was revoked, or is of another environment"],
  [/^MissingAccounts?$/, "make a key of one account, not a master key"],
  [/IpFiltering/, "let this machine's address use the key, at the venue"],
];

function adviceFor(error: unknown, check: string): string {
  const code = error instanceof TandemError ? error.code : "";
  const known = ADVICE.find(([pattern]) => pattern.test(code))?.[1];
  if (known !== undefined) return known;
  if (check === SOCKET) return "make an account's key with time-based nonces: the socket takes no other";
  return "look at the key at the venue, and at GEMINI_BASE_URL";
}
