import type { HttpReply } from "#transport";
import { headline } from "../message.ts";
import type { Channel, ChannelTools } from "./channel-contract.ts";
import { postJson } from "./post.ts";

export interface TelegramTarget {
  /** https://api.telegram.org, or a server of one's own. */
  readonly url: string;
  readonly token: string;
  readonly chat: string;
}

/** 4096 characters are allowed (https://core.telegram.org/bots/api#sendmessage); headline and link need theirs. */
const MAX_WORDS = 3_500;

/** A bot that writes to one chat. No parse mode, so the text is shown as it is. */
export function createTelegram({ url, token, chat }: TelegramTarget, tools: ChannelTools): Channel {
  return {
    name: "telegram",
    send(message, signal) {
      const link = message.link === null ? [] : [message.link];
      const text = [headline(message), message.text.slice(0, MAX_WORDS), ...link].join("\n\n");
      const body = JSON.stringify({ chat_id: chat, text, link_preview_options: { is_disabled: true } });
      const address = `${url.replace(/\/+$/, "")}/bot${token}/sendMessage`;
      return postJson({ url: address, body, signal, retryAfterMs, words }, tools);
    },
  };
}

/** `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5}}` */
function retryAfterMs(reply: HttpReply): number | null {
  const seconds = field(field(parsed(reply), "parameters"), "retry_after");
  return typeof seconds === "number" && seconds >= 0 ? seconds * 1_000 : null;
}

function words(reply: HttpReply): string | null {
  const said = field(parsed(reply), "description");
  return typeof said === "string" && /^[\w :,.'-]{1,100}$/.test(said) && !/\d{6}/.test(said) ? said : null;
}

function parsed({ text }: HttpReply): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function field(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null ? (of as Record<string, unknown>)[name] : undefined;
}
