import type { Injected, InjectRequest } from "#gateway";
import { ConnectivityError, formatDecimal, InputError, type Opportunity, PCT_DECIMALS } from "#model";
import type { Config } from "./config.ts";
import type { EngineHost } from "./engine-host.ts";
import type { Parts } from "./open-parts.ts";

/**
 * Takes a rehearsed opportunity through the engine, and resolves once it is stored. Throws InputError for what cannot be
 * injected, ConnectivityError where it was published and the storage is away.
 */
export async function inject(
  { host, floor, writer, storageWorks }: Pick<Parts, "host" | "floor" | "writer" | "storageWorks">,
  config: Config,
  request: InjectRequest,
): Promise<Injected> {
  const opportunity = injectInto(host, config, request);
  await floor.audit({ by: request.by, action: "inject", before: null, after: injectText(opportunity) });
  await writer.flush();
  if (!storageWorks()) throw new ConnectivityError("storage-away", "published, but not stored yet");
  return { opportunity, note: noteOf(opportunity) };
}

function injectInto(host: EngineHost, config: Config, request: InjectRequest): Opportunity {
  const effects = host.deliver({
    kind: "inject",
    receivedNs: host.nowNs(),
    asset: request.asset ?? config.assets[0]?.name ?? "",
    direction: request.direction,
    spreadPct: request.spreadPct,
  });
  const refused = effects.find((effect) => effect.kind === "inject-refused");
  if (refused !== undefined) throw new InputError(refused.reason, refusalText(refused.reason, config));
  const published = effects.findLast((effect) => effect.kind === "opportunity");
  if (published === undefined)
    throw new InputError("not-ready", "cannot inject: the venues were not reached yet");
  return published.opportunity;
}

function injectText({ id, asset, direction, spreadPct }: Opportunity): string {
  return JSON.stringify({ id, asset, direction, spread_pct: formatDecimal(spreadPct, PCT_DECIMALS) });
}

function noteOf({ decision, decisionReason }: Opportunity): string {
  if (decision === "taken") return `paper trade ${decisionReason}: it touches no venue and counts in no PnL`;
  return `no trade: ${decisionReason}`;
}

function refusalText(reason: string, { assets }: Config): string {
  if (reason !== "unknown-asset") return `cannot inject: ${reason}`;
  return `asset: expected one of ${assets.map(({ name }) => name).join(", ")}`;
}
