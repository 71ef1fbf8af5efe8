import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { ConnectivityError } from "#model";
import type { Config } from "../config.ts";
import { isLoopback } from "../loopback.ts";
import type { Check } from "./check.ts";
import { type Finding, failed, ok, warning, wordsOf } from "./finding.ts";

/** So many days before its end a certificate should have been renewed by its owner. */
const FEW_DAYS = 14;
const DAY_MS = 86_400_000;

/** Whether every venue's name is found and its certificate is good, one line for each host. */
export const hostsCheck: Check = {
  name: "hosts",
  advice: "look at this machine's network and DNS",
  run({ whyNoVenues, backend }, signal) {
    if (whyNoVenues !== null)
      return Promise.resolve([{ check: this.name, state: "skipped", seen: whyNoVenues, advice: null }]);
    const nowMs = backend.clock.epochMs();
    return Promise.all(hostsOf(backend.config).map((url) => lookAt(url, { nowMs, signal })));
  },
};

/** Each host of the configuration once. */
export function hostsOf(config: Config): readonly URL[] {
  const { solanaRpcUrls, solanaWsUrls } = config.keys.current;
  const addresses = [config.geminiRestUrl, config.geminiWsUrl, ...solanaRpcUrls, ...solanaWsUrls];
  const all = [...addresses, config.geminiStatusUrl ?? ""].flatMap((text) => URL.parse(text) ?? []);
  return [...new Map(all.map((url) => [`${isSecure(url)} ${url.host}`, url])).values()];
}

function isSecure({ protocol }: URL): boolean {
  return protocol === "https:" || protocol === "wss:";
}

interface Look {
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

async function lookAt(url: URL, look: Look): Promise<Finding> {
  const check = `host ${url.host}`;
  if (!isSecure(url) && isLoopback(url.hostname)) return ok(check, "not TLS: loopback");
  try {
    const { address } = await lookup(url.hostname.replace(/^\[|\]$/g, ""));
    if (!isSecure(url))
      return warning(
        check,
        `${address}, not TLS`,
        "whoever is on the way reads and changes it: use https or wss",
      );
    return judgeCertificate(check, await certificateEnd(url, look.signal), { ...look, address });
  } catch (error) {
    return failed(check, wordsOf(error), adviceFor(error));
  }
}

export function judgeCertificate(
  check: string,
  endMs: number,
  { nowMs, address }: { readonly nowMs: number; readonly address: string },
): Finding {
  const days = Math.floor((endMs - nowMs) / DAY_MS);
  const seen = `${address}, certificate valid for ${days} more days`;
  if (days >= FEW_DAYS) return ok(check, seen);
  return warning(
    check,
    seen,
    "its owner should have renewed it: look at this clock and at who answers there",
  );
}

/** When the certificate ends, ms since 1970; rejects where the handshake fails or the chain is not trusted. */
async function certificateEnd(url: URL, signal: AbortSignal): Promise<number> {
  const done = Promise.withResolvers<number>();
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // A number is no name that a server could choose its certificate by.
  const named = isIP(host) === 0 ? { servername: host } : {};
  const socket: TLSSocket = connect({ host, port: Number(url.port || 443), ...named }, () =>
    done.resolve(Date.parse(socket.getPeerCertificate().valid_to)),
  );
  socket.on("error", done.reject);
  const stop = () => done.reject(new ConnectivityError("aborted", "no TLS handshake in time"));
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await done.promise;
  } finally {
    socket.destroy();
  }
}

function adviceFor(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^E(AI_AGAIN|NOTFOUND)/.test(code))
    return "the name is not found: look at the address and at this machine's DNS";
  if (/^(ERR_SSL|EPROTO)/.test(code))
    return "no TLS is spoken there: look at the address, its port and its scheme";
  if (/^E(CONN|HOST|NET|TIMEDOUT)/.test(code))
    return "nobody answers: look at the firewall and at the address";
  return "the certificate is not trusted: look at this clock, and at a proxy that answers in the venue's place";
}
