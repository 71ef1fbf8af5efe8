/** Layer `notify`: what people are told, how often, and over which channel. Nobody waits for it. */
export { CHANNELS, type ChannelName, SendError } from "./channel.ts";
export type { Channel, ChannelTools } from "./channels/channel-contract.ts";
export { openChannels, type Targets } from "./channels/open-channels.ts";
export { Courier, type CourierOptions, type NotifyOutcome, OUTCOMES } from "./courier.ts";
export type { Facts, OpenTradeFact, PauseFact, TradingFacts } from "./facts.ts";
export { composeMessage, type Message } from "./message.ts";
export { type Moment, type Notice, SEVERITIES, type Severity } from "./notice.ts";
export { createNotifier, type Notifier } from "./notifier.ts";
export {
  MAX_WAITING,
  NOTHING_TOLD,
  type PolicyRules,
  type PolicyState,
  put,
  REPEAT_AFTER_MS,
  take,
} from "./policy.ts";
export { type Trial, tryChannels } from "./try-channels.ts";
export { nothingSeen, type Seen, watch } from "./watch/watch.ts";
