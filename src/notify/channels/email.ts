import { createTransport } from "nodemailer";
import { SendError } from "../channel.ts";
import { headline, type Message } from "../message.ts";
import { ATTEMPT_MS, type Channel, type ChannelTools } from "./channel-contract.ts";

export interface EmailTarget {
  /** smtps://user:password@host:465, or smtp:// for STARTTLS. */
  readonly smtpUrl: string;
  readonly from: string;
  readonly to: readonly string[];
}

/** One connection a message: they are rare, and a server may close an idle one. */
export function createEmail({ smtpUrl, from, to }: EmailTarget, { timers }: ChannelTools): Channel {
  return {
    name: "email",
    async send(message, signal) {
      const transport = createTransport(serverOf(smtpUrl));
      const close = () => transport.close();
      const late = Promise.withResolvers<never>();
      const cancel = timers.after(ATTEMPT_MS, () =>
        late.reject(new SendError(`no answer within ${ATTEMPT_MS} ms`)),
      );
      const aborted = () => late.reject(new SendError("stopped before the server answered"));
      signal.addEventListener("abort", aborted, { once: true });
      if (signal.aborted) aborted();
      try {
        await Promise.race([transport.sendMail(mailOf(message, { from, to })), late.promise]);
      } catch (error) {
        throw error instanceof SendError ? error : refusal(error);
      } finally {
        cancel();
        signal.removeEventListener("abort", aborted);
        close();
      }
    },
  };
}

/** Without TLS only to this machine itself: a password and what happens here are nobody else's. */
function serverOf(smtpUrl: string) {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const secure = protocol === "smtps:";
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  const waits = { connectionTimeout: ATTEMPT_MS, greetingTimeout: ATTEMPT_MS, socketTimeout: ATTEMPT_MS };
  return {
    ...{ host: hostname.replace(/^\[|\]$/g, ""), secure, requireTLS: !secure && !isHere, ...waits },
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    ...{ disableFileAccess: true, disableUrlAccess: true },
    ...(username === ""
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
}

function mailOf(message: Message, { from, to }: Pick<EmailTarget, "from" | "to">) {
  const link = message.link === null ? [] : [message.link];
  const foot = `${message.mode}, ${new Date(message.atMs).toISOString()}, message ${message.id}`;
  return {
    ...{ from, to: [...to], subject: headline(message), messageId: `<${message.id}@tandem>` },
    text: [message.text, ...link, foot].join("\n\n"),
    // An answering machine has nothing to say to it: https://www.rfc-editor.org/rfc/rfc3834
    headers: { "auto-submitted": "auto-generated" },
  };
}

/** Codes alone: the server's own words repeat names and addresses. */
function refusal(error: unknown): SendError {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown };
  if (typeof responseCode === "number" && responseCode > 0)
    return new SendError(`answered ${responseCode}`, { isFinal: responseCode >= 500 });
  return new SendError(`no answer (${typeof code === "string" ? code : "connection failed"})`);
}
