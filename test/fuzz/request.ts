import type { Cast } from "./cast.ts";
import type { Known, Memory } from "./known.ts";
import { ADDRESSES, type Body, type Plan } from "./plan.ts";

/** A request as it goes over the wire. */
export interface Request {
  readonly method: string;
  /** With its query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  /** The address of this machine that it is sent from. */
  readonly from: string;
  /** The server's parser gives up on it: that is told only on a connection that was not used before. */
  readonly isUnreadable: boolean;
}

/** Fills in what only the run knows. */
export function requestOf(plan: Plan, cast: Cast, memory: Memory): Request {
  const fill = (value: unknown) => filled(value, memory);
  const path = plan.operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const part = plan.path[name];
    if (part === undefined) throw new Error(`the path names a parameter that is not described: ${name}`);
    return "escaped" in part ? part.escaped : escaped(fill(part.value));
  });
  const query = plan.query.map(([name, value]) => `${escaped(name)}=${escaped(fill(value))}`).join("&");
  const body = bodyOf(plan.body, memory);
  const json = body === null ? {} : { "content-type": "application/json" };
  const target = query === "" ? path : `${path}?${query}`;
  const headers = { ...json, ...cast.headersOf(plan.who), ...plan.headers };
  const isUnreadable = plan.method === "BREW" || lengthOf(target, headers) > LONG_HEAD;
  return { method: plan.method, target, headers, body, from: addressOf(plan.address), isUnreadable };
}

/** Node ends a head of 16 KiB; from here on it may, with what the client adds. */
const LONG_HEAD = 14_000;

function lengthOf(target: string, headers: Readonly<Record<string, string>>): number {
  return Object.entries(headers).reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    target.length,
  );
}

/** Linux has all of 127.0.0.0/8; elsewhere there is one address, and more answers are 429. */
function addressOf(index: number): string {
  return process.platform === "linux" ? `127.0.${1 + (index % ADDRESSES)}.1` : "127.0.0.1";
}

function bodyOf(body: Body, memory: Memory): Buffer | null {
  if (body.kind === "none") return null;
  if (body.kind === "text") return Buffer.from(body.text);
  return Buffer.from(damagedText(JSON.stringify(filled(body.value, memory)), body.damage));
}

function damagedText(json: string, damage: (Body & { kind: "json" })["damage"]): string {
  if (damage === null) return json;
  if ("cutAt" in damage) return json.slice(0, Math.floor(json.length * damage.cutAt));
  if ("append" in damage) return json + damage.append;
  const inner = json.startsWith("{") ? json.slice(1, -1) : "";
  const more = `${JSON.stringify(damage.field)}:${damage.raw}`;
  return `{${inner === "" ? more : `${inner},${more}`}}`;
}

function filled(value: unknown, memory: Memory): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("known" in value) return memory.recall(value as Known);
  if (Array.isArray(value)) return value.map((one) => filled(one, memory));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner, memory)]));
}

/** As a browser writes it; a lone half of a pair, which has no UTF-8, as the bytes that it would have. */
function escaped(value: unknown): string {
  return String(value)
    .replace(/[\ud800-\udfff]/gu, "\ufffd")
    .split(/(?<=\ufffd)/u)
    .map(encodeURIComponent)
    .join("");
}
