import { get, send } from "./http.ts";
import {
  type AuditPage,
  auditPage,
  liveTrading,
  observeOnly,
  type Paused,
  paused,
  type RiskOverview,
  type RiskPatch,
  resumed,
  riskOverview,
} from "./wire.ts";

/** Limits, every pause and every kill switch. */
export function getRisk(signal: AbortSignal): Promise<RiskOverview> {
  return get("/api/v1/risk", riskOverview, signal);
}

export function changeLimits(patch: RiskPatch): Promise<RiskOverview> {
  return send("PATCH", "/api/v1/risk", { body: patch, schema: riskOverview });
}

/** Who did what when, newest first. */
export function getAudit(
  cursor: string | null,
  { limit, signal }: { limit: number; signal: AbortSignal },
): Promise<AuditPage> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (cursor !== null) query.set("cursor", cursor);
  return get(`/api/v1/audit?${query}`, auditPage, signal);
}

/** What stands still, and why. */
export interface PauseOrder {
  /** "all", "venue:gemini", "asset:SOL-USD" and the like. */
  readonly scope: string;
  /** Left out where it is empty. */
  readonly reason: string;
}

/** Resolves with the pause that stands now: where there was one of this scope already, with its own reason. */
export function pauseTrading({ reason, scope }: PauseOrder): Promise<Paused> {
  const body = { scope, ...(reason === "" ? {} : { reason }) };
  return send("POST", "/api/v1/controls/pause", { body, schema: paused });
}

/** Throws `ApiError` 409 with the cause in words while one lasts. */
export async function resumeTrading(reason: string): Promise<void> {
  const body = reason === "" ? {} : { reason };
  await send("POST", "/api/v1/controls/resume", { body, schema: resumed });
}

export async function setObserveOnly(enabled: boolean): Promise<void> {
  await send("POST", "/api/v1/controls/observe-only", { body: { enabled }, schema: observeOnly });
}

/** Real orders from now on. Throws `ApiError` 409 with what is missing, 403 where the login is too old or not an admin's. */
export async function tradeLive(confirm: string): Promise<void> {
  await send("POST", "/api/v1/controls/live-trading", { body: { confirm }, schema: liveTrading });
}
