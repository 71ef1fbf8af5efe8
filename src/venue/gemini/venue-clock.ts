import type { Clock } from "#model";
import { connectionInfo, type Reply, timeResult } from "./messages.ts";
import * as requests from "./requests.ts";

const REQUEST_WEIGHT = "REQUEST_WEIGHT";

/** What the venue says about itself on this connection: its clock against ours, and its limits. */
export class VenueClock {
  readonly #clock: Clock;
  readonly #send: (text: string) => boolean;
  #sentNs = 0;
  #sentMs = 0;
  #sequence = 0;
  /** Venue's clock less ours, ms, at the middle of the round trip. */
  skewMs = 0;
  roundTripMs = 0;
  /** Weight that the venue allows in its window; 0 until it said so. */
  requestWeightLimit = 0;

  constructor(clock: Clock, send: (text: string) => boolean) {
    this.#clock = clock;
    this.#send = send;
  }

  askLimits(): void {
    this.#send(requests.connectionInfo("conninfo"));
  }

  /** Asks for the time; the answer also proves that the venue's application lives, not just its socket. */
  askTime(): void {
    this.#sequence += 1;
    this.#sentNs = this.#clock.monotonicNs();
    this.#sentMs = this.#clock.epochMs();
    this.#send(requests.time(`time:${this.#sequence}`));
  }

  /** Takes the replies to the above; false where it is another's. */
  takesReply({ id, result }: Reply, receivedNs: number): boolean {
    if (id === "conninfo") {
      const info = connectionInfo.safeParse(result);
      const weight = info.data?.rateLimits.find((limit) => limit.rateLimitType === REQUEST_WEIGHT);
      this.requestWeightLimit = weight?.limit ?? 0;
      return true;
    }
    if (id !== `time:${this.#sequence}`) return typeof id === "string" && id.startsWith("time:");
    const answer = timeResult.safeParse(result);
    if (!answer.success) return true;
    this.roundTripMs = (receivedNs - this.#sentNs) / 1e6;
    this.skewMs = answer.data.serverTime - (this.#sentMs + this.roundTripMs / 2);
    return true;
  }
}
