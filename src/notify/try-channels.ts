import type { Clock } from "#model";
import type { ChannelName } from "./channel.ts";
import type { Channel } from "./channels/channel-contract.ts";
import { composeMessage } from "./message.ts";
import type { Notice } from "./notice.ts";

export interface Trial {
  readonly channel: ChannelName;
  /** Null where the receiver took it. */
  readonly error: string | null;
}

/** Sends one message that says it is a test through each channel, once. */
export function tryChannels(
  channels: readonly Channel[],
  { clock, consoleUrl }: { readonly clock: Clock; readonly consoleUrl: string | null },
): Promise<readonly Trial[]> {
  const notice: Notice = {
    ...{ key: "test", kind: "once", severity: "info", title: "Test message" },
    text: "Whoever reads this is told by Tandem over this channel. Nothing needs to be done.",
    ...{ screen: "/settings", atMs: clock.epochMs() },
  };
  const message = composeMessage([notice], { mode: "test", consoleUrl });
  const { signal } = new AbortController();
  return Promise.all(
    channels.map(async (channel) => {
      const error = await channel.send(message, signal).then(
        () => null,
        (thrown: Error) => thrown.message,
      );
      return { channel: channel.name, error };
    }),
  );
}
