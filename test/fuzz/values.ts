import fc from "fast-check";
import type { Draw } from "../../src/system/chaos/draw.ts";
import { type OpenApi, type Operation, resolved, type Schema } from "./document.ts";
import { hostileText, hostileValue, pickOf, randomText } from "./hostile.ts";
import { type Known, kindOf } from "./known.ts";

/** Draws what an operation may be sent, by its schemas, and what it may not. */
export interface Values {
  /** Fits the schema, at its bounds as often as not. */
  valid(schema: Schema, field: string): unknown;
  /** Like it, with something that is wrong. */
  spoilt(schema: Schema, field: string): unknown;
}

interface Source {
  readonly document: OpenApi;
  readonly operation: Operation;
  readonly draw: Draw;
}

export function createValues({ document, operation, draw }: Source): Values {
  const whole = (schema: Schema): number => {
    const { minimum: low = -1_000, maximum: high = 1_000 } = schema as { minimum?: number; maximum?: number };
    return draw.pick([
      low,
      high,
      Math.min(high, low + 1),
      draw.whole(low, high),
      draw.whole(low, Math.min(high, low + 20)),
    ]);
  };

  const object = (schema: Schema): Record<string, unknown> => {
    const required = (schema.required ?? []) as readonly string[];
    const fields = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
    const density = draw.between(0, 1);
    const sent = fields.filter(([name]) => required.includes(name) || draw.chance(density));
    return Object.fromEntries(sent.map(([name, inner]) => [name, valid(inner, name)]));
  };

  const text = (schema: Schema, field: string): unknown => {
    const kind = kindOf(operation, field);
    if (kind !== null && draw.chance(0.7)) return { known: kind, nth: draw.whole(0, 999) } satisfies Known;
    if (schema.format === "date-time") return instant(draw);
    if (typeof schema.pattern === "string") return pickOf(draw, examplesOf(schema.pattern));
    const { minLength: low = 0, maxLength: high = 60 } = schema as { minLength?: number; maxLength?: number };
    const length = draw.pick([low, high, draw.whole(low, high), draw.whole(low, Math.min(high, low + 16))]);
    return draw.chance(0.3) ? randomText(draw).padEnd(length, "x").slice(0, length) : word(draw, length);
  };

  const valid = (said: Schema, field: string): unknown => {
    const schema = resolved(said, document);
    if ("const" in schema) return schema.const;
    if (Array.isArray(schema.enum)) return pickOf(draw, schema.enum);
    if (Array.isArray(schema.anyOf)) return valid(pickOf(draw, schema.anyOf), field);
    if (schema.type === "object") return object(schema);
    if (schema.type === "string") return text(schema, field);
    if (schema.type === "boolean") return draw.chance(0.5);
    if (schema.type === "integer") return whole(schema);
    if (schema.type === "number") return draw.chance(0.5) ? whole(schema) : whole(schema) + 0.5;
    return null;
  };

  const spoilt = (schema: Schema, field: string): unknown => {
    const value = valid(schema, field);
    if (!isObject(value)) return draw.chance(0.5) ? hostileText(draw) : hostileValue(draw);
    const names = Object.keys((withProperties(schema, document).properties ?? {}) as object);
    const name = names.length === 0 ? "x" : pickOf(draw, names);
    return draw.pick<() => unknown>([
      () => ({ ...value, [name]: hostileValue(draw) }),
      () => ({ ...value, [name]: hostileText(draw) }),
      () => ({ ...value, [name]: confused(value[name]) }),
      () => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)),
      () => ({
        ...value,
        [draw.pick(["extra", "constructor", "__proto", name.toUpperCase()])]: hostileValue(draw),
      }),
      () => hostileValue(draw),
    ])();
  };

  return { valid, spoilt };
}

/** The object that a body is, also where it may be null. */
function withProperties(said: Schema, document: OpenApi): Schema {
  const schema = resolved(said, document);
  return Array.isArray(schema.anyOf) ? withProperties(schema.anyOf[0], document) : schema;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !("known" in value);
}

/** The same as another type: what a sloppy client sends, and what a sloppy server takes. */
function confused(value: unknown): unknown {
  if (typeof value === "string") return Number.isNaN(Number(value)) ? [value] : Number(value);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : [value];
}

function instant(draw: Draw): string {
  const ms = draw.pick([0, 1, 253_402_300_799_999, draw.whole(1_600_000_000, 1_900_000_000) * 1_000]);
  return new Date(ms).toISOString();
}

function word(draw: Draw, length: number): string {
  return Array.from({ length }, () =>
    draw.pick([..."abcdefghijklmnopqrstuvwxyz0123456789-_. "] as never),
  ).join("");
}

const examples = new Map<string, readonly string[]>();

/** Texts of a pattern, drawn once: the same in every run. */
function examplesOf(pattern: string): readonly string[] {
  const known = examples.get(pattern);
  if (known !== undefined) return known;
  const drawn = fc.sample(fc.stringMatching(new RegExp(withoutLookaheads(pattern))), {
    numRuns: 60,
    seed: 1,
  });
  const fitting = drawn.filter((one) => new RegExp(pattern, "u").test(one));
  if (fitting.length === 0) throw new Error(`no text of the pattern ${pattern}`);
  examples.set(pattern, fitting);
  return fitting;
}

/** They only narrow what matches, and what they refuse is sorted out afterwards. */
function withoutLookaheads(pattern: string): string {
  const start = pattern.indexOf("(?!");
  if (start === -1) return pattern;
  let depth = 0;
  let end = start;
  do {
    if (pattern[end] === "(") depth += 1;
    if (pattern[end] === ")") depth -= 1;
    end += 1;
  } while (depth > 0);
  return withoutLookaheads(pattern.slice(0, start) + pattern.slice(end));
}
