import type { ClientLimits } from "../trading/open-clients.ts";

/** Requests a minute that the stand-in allows and the client uses: a run asks for as much in a minute as a day does. */
export const PRIVATE_PER_MINUTE = 60_000;

/** Balances are compared so often. */
export const ACCOUNT_EVERY_MS = 500;

/** Waits of the clients where slots take 20 ms instead of 400: a twentieth, or as little as still is a wait. */
export const CLIENT_LIMITS: ClientLimits = {
  gemini: {
    ...{ ackTimeoutMs: 150, absenceGapMs: 150 },
    ...{ restPerMinute: PRIVATE_PER_MINUTE, restBurst: 100, restTimeoutMs: 1_000 },
    ...{ retryMinMs: 50, retryMaxMs: 400, subscribeTimeoutMs: 1_500 },
    ...{ reconnectMinMs: 30, reconnectMaxMs: 300, reconnectBurst: 100, reconnectEveryMs: 100 },
  },
  solana: {
    ...{ pollMs: 40, resendMs: 120, blockhashEveryMs: 100, requestTimeoutMs: 500 },
    ...{ feesEveryMs: 1_000, simulateEveryMs: 5_000, accountsEveryMs: 500 },
  },
};
