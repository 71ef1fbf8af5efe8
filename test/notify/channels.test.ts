import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Channel, composeMessage, openChannels, type SendError, type Targets } from "#notify";
import { realTime, scaledTime } from "../support/fake-time.ts";
import { type Reply, startHttpReceiver } from "../support/http-receiver.ts";
import { startMailReceiver } from "../support/mail-receiver.ts";
import { aNotice } from "./builders.ts";

const SECRET = "a-secret-of-many-bytes";
const TOKEN = "123456:AAF-canary-token";
const SOURCE = { mode: "live", consoleUrl: "https://desk.example" };
const NONE: Targets = { webhook: null, slack: null, telegram: null, email: null };
const message = composeMessage([aNotice()], SOURCE);

function open(targets: Partial<Targets>, time = realTime): Channel {
  const [channel] = openChannels({ ...NONE, ...targets }, { clock: time, timers: time, fetch });
  if (channel === undefined) throw new Error("no channel");
  return channel;
}

const { signal } = new AbortController();
const send = (channel: Channel) => channel.send(message, signal);
const failure = (channel: Channel): Promise<SendError> =>
  send(channel).then(
    () => {
      throw new Error("it was taken");
    },
    (error: SendError) => error,
  );

describe("the webhook", () => {
  it("gets everything that is known, signed together with its moment", async () => {
    await using receiver = await startHttpReceiver();
    const gathered = composeMessage([aNotice(), aNotice({ key: "b", title: "Storage away" })], SOURCE);
    const url = `${receiver.url}/hook?key=1`;
    await open({ webhook: { url, secret: SECRET } }).send(gathered, signal);
    const [got] = receiver.received;
    expect(got?.path).toBe("/hook?key=1");
    expect(got?.json).toMatchObject({
      ...{ version: 1, severity: "critical", title: "Paused: storage and 1 more", mode: "live" },
      ...{ at: "2026-11-26T12:00:00.000Z", link: "https://desk.example/risk", id: gathered.id },
      notices: [{ key: "pause:storage:all", kind: "begins", screen: "/risk" }, { title: "Storage away" }],
    });
    const timestamp = String(got?.headers["x-tandem-timestamp"]);
    expect(Math.abs(Number(timestamp) - Date.now() / 1_000)).toBeLessThan(60);
    const wanted = createHmac("sha256", SECRET).update(`${timestamp}.${got?.body}`).digest("hex");
    expect(got?.headers["x-tandem-signature"]).toBe(`v1=${wanted}`);
    expect(got?.headers["x-tandem-id"]).toBe(gathered.id);
  });

  it("gets no signature where no secret was set", async () => {
    await using receiver = await startHttpReceiver();
    await send(open({ webhook: { url: receiver.url, secret: null } }));
    expect(receiver.received[0]?.headers).not.toHaveProperty("x-tandem-signature");
  });

  it.each<[Reply, object]>([
    [
      { status: 500, text: SECRET },
      { message: "answered 500", isFinal: false, retryAfterMs: null },
    ],
    [
      { status: 503, headers: { "retry-after": "7" } },
      { isFinal: false, retryAfterMs: 7_000 },
    ],
    [
      { status: 429, headers: { "retry-after": "2" } },
      { isFinal: false, retryAfterMs: 2_000 },
    ],
    [{ status: 429, headers: { "retry-after": "999999" } }, { retryAfterMs: 3_600_000 }],
    [
      { status: 403, text: SECRET },
      { message: "answered 403", isFinal: true },
    ],
    [{ status: 302, headers: { location: "http://127.0.0.1:1/" } }, { isFinal: false }],
  ])("tells of %j what it means and nothing of what was said", async (reply, wanted) => {
    await using receiver = await startHttpReceiver();
    receiver.answer(reply);
    const error = await failure(open({ webhook: { url: `${receiver.url}/${SECRET}`, secret: SECRET } }));
    expect(error).toMatchObject(wanted);
    expect(error.message).not.toContain(SECRET);
    expect(error.message).not.toContain("127.0.0.1");
  });

  it("is given up after ten seconds without an answer, and where nobody listens", async () => {
    await using receiver = await startHttpReceiver();
    receiver.answer("hang");
    const hung = await failure(open({ webhook: { url: receiver.url, secret: null } }, scaledTime(100)));
    expect(hung).toMatchObject({ message: "no answer (no reply within 10000 ms)", isFinal: false });
    const nobody = await failure(open({ webhook: { url: "http://127.0.0.1:1/", secret: null } }));
    expect(nobody.message).toMatch(/^no answer \([\w ]+\)$/);
  });
});

describe("Slack", () => {
  it("gets text in which nothing leads anywhere, and says what is wrong in its one word", async () => {
    await using receiver = await startHttpReceiver();
    const slack = open({ slack: { url: `${receiver.url}/services/T0/B0/${SECRET}` } });
    const odd = composeMessage([aNotice({ title: "Paused by <!channel> & co" })], SOURCE);
    await slack.send(odd, signal);
    const { json } = receiver.received[0] ?? {};
    expect(json.text).toBe("CRITICAL Tandem live: Paused by &lt;!channel&gt; &amp; co");
    expect(json.blocks).toMatchObject([
      { type: "header", text: { type: "plain_text" } },
      { text: { type: "plain_text", text: "Look at the disk.\nhttps://desk.example/risk" } },
    ]);
    receiver.answer({ status: 404, text: "no_service" });
    expect(await failure(slack)).toMatchObject({ message: "answered 404 (no_service)", isFinal: true });
  });
});

describe("Telegram", () => {
  it("gets one message for its chat, and is asked again when it wants to be", async () => {
    await using receiver = await startHttpReceiver();
    const telegram = open({ telegram: { url: `${receiver.url}/`, token: TOKEN, chat: "-100200" } });
    await send(telegram);
    expect(receiver.received[0]).toMatchObject({
      path: `/bot${TOKEN}/sendMessage`,
      json: { chat_id: "-100200", text: expect.stringContaining("CRITICAL Tandem live: Paused: storage") },
    });
    const busy = {
      ok: false,
      description: "Too Many Requests: retry after 5",
      parameters: { retry_after: 5 },
    };
    const lost = { ok: false, description: "Bad Request: chat not found" };
    receiver.answer(
      { status: 429, text: JSON.stringify(busy) },
      { status: 400, text: JSON.stringify(lost) },
      { status: 401, text: JSON.stringify({ description: `wrong token ${TOKEN}` }) },
    );
    expect(await failure(telegram)).toMatchObject({ isFinal: false, retryAfterMs: 5_000 });
    expect(await failure(telegram)).toMatchObject({
      ...{ message: "answered 400 (Bad Request: chat not found)", isFinal: true },
    });
    expect(await failure(telegram)).toMatchObject({ message: "answered 401", isFinal: true });
  });

  it("never gets more than it takes", async () => {
    await using receiver = await startHttpReceiver();
    const long = composeMessage([aNotice({ title: "t".repeat(9_999), text: "x".repeat(9_999) })], SOURCE);
    await open({ telegram: { url: receiver.url, token: TOKEN, chat: "1" } }).send(long, signal);
    expect(receiver.received[0]?.json.text.length).toBeLessThan(4_096);
    expect(receiver.received[0]?.json.text).toContain("https://desk.example/risk");
  });
});

describe("mail", () => {
  const target = (port: number, scheme = "smtp", host = "127.0.0.1") => ({
    smtpUrl: `${scheme}://tandem:${encodeURIComponent(`${SECRET}@/`)}@${host}:${port}`,
    from: "Tandem <tandem@desk.example>",
    to: ["ada@desk.example", "vera@desk.example"],
  });

  it("comes with login, subject and text to everybody who is named", async () => {
    await using receiver = await startMailReceiver();
    await send(open({ email: target(receiver.port) }));
    expect(receiver.mails).toMatchObject([
      {
        login: `\0tandem\0${SECRET}@/`,
        from: "tandem@desk.example",
        to: ["ada@desk.example", "vera@desk.example"],
        text: expect.stringContaining("Subject: CRITICAL Tandem live: Paused: storage"),
      },
    ]);
    expect(receiver.mails[0]?.text).toContain("https://desk.example/risk");
    expect(receiver.mails[0]?.text).toContain(`Message-ID: <${message.id}@tandem>`);
  });

  it.each([
    ["AUTH", `535 5.7.8 no ${SECRET}`, { message: "answered 535", isFinal: true }],
    ["RCPT", "550 5.1.1 nobody", { message: "answered 550", isFinal: true }],
    ["RCPT", "450 4.2.0 greylisted", { message: "answered 450", isFinal: false }],
    ["DATA", "451 4.3.0 later", { message: "answered 451", isFinal: false }],
  ])("tells of a server that answers %s with %s what it means", async (verb, answer, wanted) => {
    await using receiver = await startMailReceiver();
    receiver.refuse(verb, answer);
    expect(await failure(open({ email: target(receiver.port) }))).toMatchObject(wanted);
  });

  it("that one of several addresses did not get is a failure that names how many, and is not repeated", async () => {
    await using receiver = await startMailReceiver();
    receiver.refuse("RCPT TO:<vera", "550 5.1.1 nobody");
    const error = await failure(open({ email: target(receiver.port) }));
    expect(error).toMatchObject({ message: "1 of 2 addresses were refused", isFinal: true });
    expect(receiver.mails).toMatchObject([{ to: ["ada@desk.example"] }]);
  });

  it("is given up where nobody greets, and where nobody listens", async () => {
    await using receiver = await startMailReceiver();
    receiver.refuse("GREETING", "");
    const hung = await failure(open({ email: target(receiver.port) }, scaledTime(100)));
    expect(hung).toMatchObject({ message: "no answer within 10000 ms", isFinal: false });
    expect(await failure(open({ email: target(1) }))).toMatchObject({ message: "no answer (ECONNREFUSED)" });
  });

  it("sends neither password nor text in the open beyond this machine, nor where TLS was asked for", async () => {
    await using receiver = await startMailReceiver("0.0.0.0");
    const elsewhere = await failure(open({ email: target(receiver.port, "smtp", "127.0.0.2") }));
    expect(elsewhere.message).toMatch(/^(no answer|answered)/);
    expect(receiver.logins).toEqual([]);
    const tls = await failure(open({ email: target(receiver.port, "smtps") }));
    expect(tls.message).toMatch(/^no answer/);
    expect(receiver.mails).toEqual([]);
  });
});
