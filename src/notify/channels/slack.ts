import { headline, type Message } from "../message.ts";
import type { Channel, ChannelTools } from "./channel-contract.ts";
import { postJson } from "./post.ts";

/** Limits of a section's and a header's text: https://docs.slack.dev/reference/block-kit/blocks */
const MAX_SECTION = 3_000;
const MAX_HEADER = 150;

/** An incoming webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function createSlack({ url }: { readonly url: string }, tools: ChannelTools): Channel {
  return {
    name: "slack",
    send: (message, signal) =>
      postJson(
        {
          ...{ url, signal, body: JSON.stringify(slackBody(message)) },
          // One word such as "invalid_token".
          words: ({ text }) => (/^[a-z_]{1,40}$/.test(text.trim()) ? text.trim() : null),
        },
        tools,
      ),
  };
}

/** Plain text everywhere: nothing that an operator typed can become a link or call a channel together. */
function slackBody(message: Message) {
  const text = message.link === null ? message.text : `${message.text}\n${message.link}`;
  return {
    text: escaped(headline(message)),
    blocks: [
      { type: "header", text: plain(headline(message), MAX_HEADER) },
      { type: "section", text: plain(text, MAX_SECTION) },
    ],
  };
}

function plain(text: string, most: number) {
  return {
    type: "plain_text",
    emoji: false,
    text: text.length > most ? `${text.slice(0, most - 1)}…` : text,
  };
}

/** The fallback text is read as mrkdwn, where these three are the only marks that lead anywhere. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
