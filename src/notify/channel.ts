/** Ways to reach a person. */
export const CHANNELS = ["webhook", "slack", "telegram", "email"] as const;
export type ChannelName = (typeof CHANNELS)[number];

/**
 * An attempt that failed, in words without any address or secret: they stand in the log and in the API.
 * `isFinal`: the receiver refused it and would again. `retryAfterMs`: when it wants to be asked again.
 */
export class SendError extends Error {
  readonly isFinal: boolean;
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    { isFinal = false, retryAfterMs = null }: { isFinal?: boolean; retryAfterMs?: number | null } = {},
  ) {
    super(message);
    this.name = "SendError";
    this.isFinal = isFinal;
    this.retryAfterMs = retryAfterMs;
  }
}
