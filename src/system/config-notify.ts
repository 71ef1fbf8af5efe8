import { ConfigError } from "#model";
import { type PolicyRules, SEVERITIES, type Targets } from "#notify";
import type { Read } from "./config-read.ts";
import { address, mailAddresses, oneOf, secretOfBytes, shaped, text, wholeBetween } from "./config-values.ts";

/** Who is told, over which channels, and how much. */
export interface NotifyConfig extends PolicyRules {
  readonly targets: Targets;
  /** Without a slash at its end. */
  readonly consoleUrl: string | null;
}

/** The names of the keys that make a channel, for whoever has none. */
export const CHANNEL_KEYS =
  "NOTIFY_WEBHOOK_URL, NOTIFY_SLACK_URL, NOTIFY_TELEGRAM_TOKEN with NOTIFY_TELEGRAM_CHAT, or NOTIFY_SMTP_URL with NOTIFY_EMAIL_FROM and NOTIFY_EMAIL_TO";

/** Throws ConfigError with one line that names the key that is wrong, or missing beside others. */
export function readNotify(read: Read): NotifyConfig {
  const slack = read("NOTIFY_SLACK_URL", address("https", "http"), null);
  return {
    minSeverity: read("NOTIFY_MIN_SEVERITY", oneOf(...SEVERITIES), "warning" as const),
    maxPerMin: read("NOTIFY_MAX_PER_MIN", wholeBetween(1, 600), 10),
    consoleUrl: read("CONSOLE_URL", address("https", "http"), null)?.replace(/\/+$/, "") ?? null,
    targets: {
      webhook: readWebhook(read),
      slack: slack === null ? null : { url: slack },
      telegram: readTelegram(read),
      email: readEmail(read),
    },
  };
}

function readWebhook(read: Read): Targets["webhook"] {
  const url = read("NOTIFY_WEBHOOK_URL", address("https", "http"), null);
  const secret = read("NOTIFY_WEBHOOK_SECRET", secretOfBytes(16), null);
  if (secret !== null) demandAll({ NOTIFY_WEBHOOK_URL: url });
  return url === null ? null : { url, secret };
}

function readTelegram(read: Read): Targets["telegram"] {
  const token = read(
    "NOTIFY_TELEGRAM_TOKEN",
    shaped(/^\d+:[\w-]{10,}$/, "a bot's token, such as 123456:ABC-DEF"),
    null,
  );
  const chat = read("NOTIFY_TELEGRAM_CHAT", shaped(/^(-?\d+|@\w+)$/, "a chat's number or @name"), null);
  const url = read("NOTIFY_TELEGRAM_URL", address("https", "http"), "https://api.telegram.org");
  if (token === null && chat === null) return null;
  demandAll({ NOTIFY_TELEGRAM_TOKEN: token, NOTIFY_TELEGRAM_CHAT: chat });
  return { url, token: token ?? "", chat: chat ?? "" };
}

function readEmail(read: Read): Targets["email"] {
  const smtpUrl = read("NOTIFY_SMTP_URL", address("smtps", "smtp"), null);
  const from = read("NOTIFY_EMAIL_FROM", text, null);
  const to = read("NOTIFY_EMAIL_TO", mailAddresses, null);
  if (smtpUrl === null && from === null && to === null) return null;
  demandAll({ NOTIFY_SMTP_URL: smtpUrl, NOTIFY_EMAIL_FROM: from, NOTIFY_EMAIL_TO: to });
  return { smtpUrl: smtpUrl ?? "", from: from ?? "", to: to ?? [] };
}

/** Half a channel tells nobody, and whoever set it believes otherwise. */
function demandAll(keys: Readonly<Record<string, unknown>>): void {
  const missing = Object.keys(keys).find((key) => keys[key] === null);
  if (missing !== undefined)
    throw new ConfigError(missing, `${missing}: other keys of its channel are set, and this one is not`);
}
