import type { Channel, ChannelTools } from "./channel-contract.ts";
import { createEmail, type EmailTarget } from "./email.ts";
import { createSlack } from "./slack.ts";
import { createTelegram, type TelegramTarget } from "./telegram.ts";
import { createWebhook, type WebhookTarget } from "./webhook.ts";

/** Where to tell; null where nobody said so. Every field may hold a secret: never logged, never shown. */
export interface Targets {
  readonly webhook: WebhookTarget | null;
  readonly slack: { readonly url: string } | null;
  readonly telegram: TelegramTarget | null;
  readonly email: EmailTarget | null;
}

export function openChannels(
  { webhook, slack, telegram, email }: Targets,
  tools: ChannelTools,
): readonly Channel[] {
  return [
    ...(webhook === null ? [] : [createWebhook(webhook, tools)]),
    ...(slack === null ? [] : [createSlack(slack, tools)]),
    ...(telegram === null ? [] : [createTelegram(telegram, tools)]),
    ...(email === null ? [] : [createEmail(email, tools)]),
  ];
}
