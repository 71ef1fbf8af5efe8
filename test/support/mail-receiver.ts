import { type AddressInfo, createServer, type Socket } from "node:net";

export interface ReceivedMail {
  /** What was said to AUTH PLAIN, decoded: user and password. */
  readonly login: string | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

export interface MailReceiver extends AsyncDisposable {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** What was ever said to AUTH, as it came over the wire. */
  readonly logins: readonly string[];
  /** What is answered to a line that begins so ("RCPT", "AUTH"), or as "GREETING"; "" says nothing at all. */
  refuse(beginning: string, answer: string): void;
}

/** Stands in for a mail server, as much of RFC 5321 as one message without TLS takes. */
export async function startMailReceiver(host = "127.0.0.1"): Promise<MailReceiver> {
  const mails: ReceivedMail[] = [];
  const logins: string[] = [];
  const refusals = new Map<string, string>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
    converse(socket, { mails, logins, refusals });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    logins,
    refuse: (beginning, answer) => void refusals.set(beginning, answer),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Heard {
  readonly mails: ReceivedMail[];
  readonly logins: string[];
  readonly refusals: ReadonlyMap<string, string>;
}

function converse(socket: Socket, { mails, logins, refusals }: Heard): void {
  let mail = { login: null as string | null, from: "", to: [] as string[], text: "" };
  let inText = false;
  let rest = "";
  const say = (line: string) => line !== "" && socket.write(`${line}\r\n`);
  const hear = (line: string) => {
    if (inText) {
      if (line !== ".") mail.text += `${line}\n`;
      else {
        inText = false;
        mails.push(mail);
        mail = { ...mail, to: [], text: "" };
        say("250 2.0.0 taken");
      }
      return;
    }
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "AUTH") logins.push(line);
    const refusal = [...refusals].find(([beginning]) => line.startsWith(beginning));
    if (refusal !== undefined) return say(refusal[1]);
    if (verb === "AUTH") mail.login = Buffer.from(line.split(" ")[2] ?? "", "base64").toString();
    if (verb === "MAIL") mail.from = /<(.*?)>/.exec(line)?.[1] ?? "";
    if (verb === "RCPT") mail.to.push(/<(.*?)>/.exec(line)?.[1] ?? "");
    if (verb === "DATA") inText = true;
    const answers: Record<string, string> = {
      ...{ EHLO: "250-stand-in\r\n250 AUTH PLAIN", AUTH: "235 2.7.0 welcome", DATA: "354 go on" },
      ...{ STAR: "502 5.5.1 no TLS here", QUIT: "221 bye" },
    };
    say(answers[verb] ?? "250 ok");
  };
  say(refusals.get("GREETING") ?? "220 stand-in");
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) hear(line);
  });
}
