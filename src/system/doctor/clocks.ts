import { DEFAULT_LIMITS } from "#risk";
import { venueCheck } from "./check.ts";
import { type Finding, failed, ok, warning } from "./finding.ts";

const ADVICE = "set this machine's clock, and keep it right: timedatectl set-ntp true";

/** The exchange refuses requests that are signed more than 30 s off, and risk pauses long before. */
export const exchangeClockCheck = venueCheck({
  name: "clock against Gemini",
  advice: "see Gemini REST and Gemini stream above",
  async run({ venues }) {
    const stream = await venues.stream().catch(() => null);
    const exact = stream?.skewMs ?? null;
    return judgeSkew(this.name, exact ?? (await venues.listing()).skewMs, exact !== null);
  },
});

export function judgeSkew(check: string, skewMs: number | null, isExact: boolean): Finding {
  if (skewMs === null) return warning(check, "the exchange did not tell its time", ADVICE);
  const { maxClockSkewMs } = DEFAULT_LIMITS;
  const source = isExact ? "" : " (by the Date header, to half a second)";
  const side = skewMs > 0 ? "behind" : "ahead";
  const seen = `${Math.abs(skewMs / 1e3).toFixed(2)} s ${side}${source}, at most ${maxClockSkewMs / 1e3} s`;
  if (Math.abs(skewMs) > maxClockSkewMs) return failed(check, seen, ADVICE);
  return Math.abs(skewMs) > maxClockSkewMs / 5 ? warning(check, seen, ADVICE) : ok(check, seen);
}

/** The chain's clock is a vote of its validators: seconds off are usual, a minute is not. */
const MAX_CHAIN_SECONDS = 60;

export const chainClockCheck = venueCheck({
  name: "clock against Solana",
  advice: "see the Solana addresses above",
  async run({ venues, backend }) {
    const answered = (await venues.providers()).flatMap(({ chain }) => (chain === null ? [] : [chain]));
    const newest = Math.max(...answered.map(({ unixSeconds }) => unixSeconds));
    if (answered.length === 0) return failed(this.name, "no address told the block time", this.advice);
    const seconds = newest - backend.clock.epochMs() / 1e3;
    const seen = `block time ${Math.abs(seconds).toFixed(0)} s ${seconds > 0 ? "ahead" : "behind"} of this clock`;
    if (Math.abs(seconds) <= MAX_CHAIN_SECONDS) return ok(this.name, seen);
    return warning(
      this.name,
      seen,
      "either this clock is wrong, or every Solana address lags: compare with another",
    );
  },
});
