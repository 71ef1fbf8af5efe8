import { createHmac } from "node:crypto";
import type { Message } from "../message.ts";
import type { Notice } from "../notice.ts";
import type { Channel, ChannelTools } from "./channel-contract.ts";
import { postJson } from "./post.ts";

export interface WebhookTarget {
  readonly url: string;
  /** Signs each body; null where nobody asked for it. */
  readonly secret: string | null;
}

/**
 * JSON with everything that is known, such as
 * `{"version":1,"id":"3f…","severity":"critical","title":"Paused: storage","text":"…","mode":"live",
 * "at":"2026-11-26T12:00:00.000Z","link":null,"notices":[{"key":"pause:storage:all","kind":"begins",…}]}`.
 */
export function createWebhook({ url, secret }: WebhookTarget, tools: ChannelTools): Channel {
  return {
    name: "webhook",
    send(message, signal) {
      const body = JSON.stringify(webhookBody(message));
      const timestamp = String(Math.floor(tools.clock.epochMs() / 1_000));
      const signed =
        secret === null ? {} : { "x-tandem-signature": `v1=${signatureOf({ secret, timestamp, body })}` };
      const headers = { "x-tandem-id": message.id, "x-tandem-timestamp": timestamp, ...signed };
      return postJson({ url, body, headers, signal }, tools);
    },
  };
}

/** The moment is signed with the body, so that an old message cannot be played again for a new one. */
function signatureOf({
  secret,
  timestamp,
  body,
}: {
  secret: string;
  timestamp: string;
  body: string;
}): string {
  return createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
}

function webhookBody({ id, severity, title, text, mode, atMs, link, notices }: Message) {
  return {
    ...{ version: 1, id, severity, title, text, mode, at: instant(atMs), link },
    notices: notices.map(viewNotice),
  };
}

function viewNotice({ key, kind, severity, title, text, screen, atMs }: Notice) {
  return { key, kind, severity, title, text, screen, at: instant(atMs) };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
