import type { IncomingMessage, ServerResponse } from "node:http";
import type { FaultClock } from "../../faults/index.ts";
import type { MarketSource } from "../stream/market-source.ts";
import type { Delays } from "./delays.ts";
import { answerRest, errorReply, faultReply, type RestReply } from "./rest.ts";
import { answerTruth } from "./truth.ts";

export interface HttpSideOptions {
  readonly source: MarketSource;
  readonly faults: FaultClock;
  readonly delays: Delays;
  readonly epochMs: () => number;
}

function write(response: ServerResponse, reply: RestReply): void {
  response.writeHead(reply.status, { ...reply.headers, "content-length": Buffer.byteLength(reply.body) });
  response.end(reply.body);
}

/** REST and truth; the faults `http`, `latency` and `freeze` touch only REST. */
export function createHttpSide(
  options: HttpSideOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { source, faults, delays, epochMs } = options;
  const answer = (request: IncomingMessage): RestReply => {
    const status = faults.active("gemini", "http")?.status;
    if (status !== undefined) return faultReply(status);
    if (request.method !== "GET")
      return errorReply(404, "EndpointNotFound", "only public market data is served");
    return answerRest(source, readUrl(request), epochMs());
  };
  return (request, response) => {
    const truth = answerTruth(source, readUrl(request));
    if (truth === undefined) delays.run(() => write(response, answer(request)));
    else write(response, truth);
  };
}

/** The address of a request; one that no URL can hold counts as "/". */
export function readUrl(request: IncomingMessage): URL {
  const base = "http://stand-in";
  const text = request.url ?? "/";
  return URL.canParse(text, base) ? new URL(text, base) : new URL("/", base);
}
