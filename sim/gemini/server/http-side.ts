import type { IncomingMessage, ServerResponse } from "node:http";
import type { FaultClock } from "../../faults/index.ts";
import type { Random } from "../../market/index.ts";
import type { PrivateSide } from "../private/private-side.ts";
import type { MarketSource } from "../stream/market-source.ts";
import type { Delays } from "./delays.ts";
import { answerRest } from "./rest.ts";
import { errorReply, faultReply, jsonReply, type RestReply } from "./rest-reply.ts";
import { answerTruth } from "./truth.ts";

export interface HttpSideOptions {
  readonly source: MarketSource;
  readonly faults: FaultClock;
  readonly delays: Delays;
  readonly epochMs: () => number;
  /** Draws which requests an `http` fault hits. */
  readonly random: Random;
  /** Absent where there is no account, as in a replay. */
  readonly account: PrivateSide | undefined;
  /** The whole page of `GET /truth`. */
  readonly truth: () => unknown;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

function write(response: ServerResponse, reply: RestReply): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(reply.status, { ...reply.headers, "content-length": Buffer.byteLength(reply.body) });
  response.end(reply.body);
}

/** The status that an `http` fault gives this request; undefined where none hits it. */
export function httpFault(faults: FaultClock, random: Random): number | undefined {
  const fault = faults.active("gemini", "http");
  if (fault === undefined) return undefined;
  return fault.probability === undefined || random() < fault.probability ? fault.status : undefined;
}

/** A POST with its answer delayed as the faults say; what it does happens at once. */
function createPoster({ account, delays }: HttpSideOptions): Handler {
  return (request, response) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const respond = (reply: RestReply): void => delays.run(() => write(response, reply));
    if (account === undefined) {
      respond(errorReply(404, "EndpointNotFound", "only public market data is served"));
      return;
    }
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.once("end", () => {
      const cut = (): void => {
        gone.abort();
        response.destroy();
      };
      const { headers } = request;
      account.post({
        ...{ path: readUrl(request).pathname, headers, hasBody: bytes > 0 },
        ...{ gone: gone.signal, respond, cut },
      });
    });
  };
}

/** REST and truth; the faults `http`, `latency` and `freeze` touch only REST. */
export function createHttpSide(options: HttpSideOptions): Handler {
  const { source, faults, delays, epochMs, random } = options;
  const post = createPoster(options);
  const get = (request: IncomingMessage): RestReply => {
    const status = httpFault(faults, random);
    if (status !== undefined) return faultReply(status);
    if (request.method !== "GET") return errorReply(404, "EndpointNotFound", "no such method here");
    return answerRest(source, readUrl(request), epochMs());
  };
  return (request, response) => {
    const url = readUrl(request);
    const truth = url.pathname === "/truth" ? jsonReply(options.truth()) : answerTruth(source, url);
    if (truth !== undefined) write(response, truth);
    else if (request.method !== "POST") delays.run(() => write(response, get(request)));
    else {
      const status = httpFault(faults, random);
      if (status === undefined) post(request, response);
      else delays.run(() => write(response, faultReply(status)));
    }
  };
}

/** The address of a request; one that no URL can hold counts as "/". */
export function readUrl(request: IncomingMessage): URL {
  const base = "http://stand-in";
  const text = request.url ?? "/";
  return URL.canParse(text, base) ? new URL(text, base) : new URL("/", base);
}
