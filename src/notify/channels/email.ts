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
        const taken = transport.sendMail(mailOf(message, { from, to }));
        demandAll(await Promise.race([taken, late.promise]), to.length);
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

/** The others have it, so it is not sent again; but somebody believes to be told who is not. */
function demandAll({ rejected }: { readonly rejected?: readonly unknown[] }, addresses: number): void {
  const refused = rejected?.length ?? 0;
  if (refused > 0)
    throw new SendError(`${refused} of ${addresses} addresses were refused`, { isFinal: true });
}

interface MailError {
  /** Nodemailer's word for the step that failed, and the system's or OpenSSL's for why. */
  readonly code?: string;
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly permanent?: boolean;
}

/** Codes alone: the server's own words repeat names and addresses. */
function refusal(error: unknown): SendError {
  const { code, originalCode, responseCode, permanent } = error as MailError;
  if (responseCode !== undefined && responseCode > 0)
    return new SendError(`answered ${responseCode}`, { isFinal: permanent === true });
  return new SendError(`no answer (${originalCode ?? code ?? "connection failed"})`);
}
