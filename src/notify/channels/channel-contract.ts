import type { Clock, Timers } from "#model";
import type { Fetch } from "#transport";
import type { ChannelName } from "../channel.ts";
import type { Message } from "../message.ts";

export interface Channel {
  readonly name: ChannelName;
  /** One attempt of 10 s at most. Resolves when the receiver took it; rejects with SendError, never with a secret in it. */
  send(message: Message, signal: AbortSignal): Promise<void>;
}

/** Time and the network, handed in. */
export interface ChannelTools {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly fetch: Fetch;
}

export const ATTEMPT_MS = 10_000;
