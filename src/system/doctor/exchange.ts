import { z } from "zod";
import { redactUrl } from "#transport";
import { venueCheck } from "./check.ts";
import { type Finding, failed, ok, skipped, warning, wordsOf } from "./finding.ts";

/** Whether its public requests are answered, and what of ours it lists. */
export const exchangeRestCheck = venueCheck({
  name: "Gemini REST",
  advice: "look at GEMINI_BASE_URL, this machine's network and https://status.gemini.com",
  async run({ venues, backend }) {
    const { instruments, unlisted, roundTripMs } = await venues.listing();
    const seen = `${redactUrl(backend.config.geminiRestUrl)} lists ${instruments.length} symbols, ${roundTripMs.toFixed(0)} ms`;
    const closed = instruments.filter(({ open }) => !open).map(({ symbol }) => symbol);
    if (unlisted.length > 0)
      return failed(this.name, `${seen}; not ${unlisted.join(", ")}`, "name listed assets in ASSET_LIST");
    if (closed.length > 0)
      return warning(
        this.name,
        `${seen}; ${closed.join(", ")} take no orders`,
        "wait for the venue to open them",
      );
    return ok(this.name, seen);
  },
});

/** Whether the stream comes and every book of it is whole. */
export const exchangeStreamCheck = venueCheck({
  name: "Gemini stream",
  advice: "look at GEMINI_WS_URL, this machine's network and https://status.gemini.com",
  async run({ venues, backend }) {
    const { connectedMs, live, missing } = await venues.stream();
    const seen = `${redactUrl(backend.config.geminiWsUrl)} connected after ${connectedMs.toFixed(0)} ms, ${live.length} books whole`;
    if (missing.length === 0) return ok(this.name, seen);
    const advice = `see what comes: tandem probe gemini ${missing[0]}`;
    return failed(this.name, `${seen}; no snapshot of ${missing.join(", ")}`, advice);
  },
});

/** `{"page":{...},"status":{"indicator":"none","description":"All Systems Operational"}}` */
const page = z.object({ status: z.object({ indicator: z.string(), description: z.string() }) });

/** What the exchange says of itself; no trade depends on it. */
export const statusPageCheck = venueCheck({
  name: "Gemini status page",
  advice: "nothing depends on it; look at it in a browser",
  async run({ backend }, signal): Promise<Finding> {
    const { geminiStatusUrl } = backend.config;
    if (geminiStatusUrl === null) return skipped(this.name, "a stand-in on this machine has none");
    try {
      const response = await fetch(geminiStatusUrl, { signal });
      const { indicator, description } = page.parse(await response.json()).status;
      if (indicator === "none") return ok(this.name, description);
      return warning(
        this.name,
        `${indicator}: ${description}`,
        "expect failures until it says that it is well again",
      );
    } catch (error) {
      return warning(this.name, `not read (${reasonOf(error)})`, this.advice);
    }
  },
});

/** What fetch says is "fetch failed", and its cause why. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError || error instanceof SyntaxError) return "it is no status page";
  return wordsOf(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}
