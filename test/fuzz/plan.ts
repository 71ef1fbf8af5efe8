import { createDraw, type Draw } from "../../src/system/chaos/draw.ts";
import type { OpenApi, Operation } from "./document.ts";
import { hostileEscape, hostileText, hostileValue, hugeText, pickOf, RAW_VALUES } from "./hostile.ts";
import { createValues, isObject, type Values } from "./values.ts";

/** A request as the seed draws it. What only a run knows, such as ids and tokens, is named and filled in later. */
export interface Plan {
  readonly index: number;
  readonly operation: Operation;
  /** Another than the operation's where the wrong one is tried. */
  readonly method: string;
  readonly who: Who;
  /** Which of this machine's addresses it comes from: limits on calls are counted for each. */
  readonly address: number;
  /** By the name of the parameter; `escaped` goes into the address as it is. */
  readonly path: Readonly<Record<string, PathPart>>;
  readonly query: readonly (readonly [name: string, value: unknown])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}
export type PathPart = { readonly value: unknown } | { readonly escaped: string };
export type Body =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly value: unknown; readonly damage: Damage | null }
  | { readonly kind: "text"; readonly text: string };
/** How valid JSON is broken: cut off at a share of its length, or followed or replaced in part by something. */
export type Damage =
  | { readonly cutAt: number }
  | { readonly append: string }
  | { readonly field: string; readonly raw: string };

const ROLES = ["admin", "operator", "viewer"] as const;
export const GOOD = ROLES.flatMap((role) => [`${role}-session`, `${role}-cookie`, `${role}-key`] as const);
export const FORGED = [
  "nobody",
  "forged-jwt",
  "unsigned-jwt",
  "forged-key",
  "basic",
  "odd-bearer",
  "odd-cookie",
] as const;
export type Who = (typeof GOOD)[number] | (typeof FORGED)[number];

export const ADDRESSES = 200;

/** The plan of one request: the same seed and document give the same one, whatever was answered before it. */
export function drawPlan(
  document: OpenApi,
  operations: readonly Operation[],
  seed: number,
  index: number,
): Plan {
  const draw = createDraw(seed, `fuzz ${index}`);
  const operation = pickOf(draw, operations);
  const values = createValues({ document, operation, draw });
  // A request with one thing wrong gets further than one in which everything is.
  const wrong = draw.pick([
    "nothing",
    "nothing",
    "path",
    "query",
    "body",
    "body",
    "headers",
    "method",
    "who",
    "all",
  ]);
  const is = (part: typeof wrong) => wrong === part || wrong === "all";
  return {
    ...{ index, operation, address: draw.whole(1, ADDRESSES) },
    method: is("method") && draw.chance(0.7) ? otherMethod(operation, operations, draw) : operation.method,
    who: is("who") ? pickOf(draw, FORGED) : drawGood(draw),
    path: drawPath(operation, values, draw, is("path")),
    query: drawQuery(operation, values, draw, is("query")),
    headers: is("headers") ? drawHeaders(draw) : {},
    body: drawBody(operation, values, draw, is("body")),
  };
}

/** The admin most often: nobody else gets to the end of every route. */
function drawGood(draw: Draw): Who {
  return draw.chance(0.5) ? draw.pick(["admin-session", "admin-cookie", "admin-key"]) : pickOf(draw, GOOD);
}

/** One that no operation of this address has. */
function otherMethod({ path, method }: Operation, operations: readonly Operation[], draw: Draw): string {
  const own = operations.filter((one) => one.path === path).map((one) => one.method);
  // HEAD stands for GET, and is judged as that: so only where that is the operation.
  const taken = own.includes("GET") && method !== "GET" ? [...own, "HEAD"] : own;
  return pickOf(
    draw,
    METHODS.filter((other) => !taken.includes(other)),
  );
}

const METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PROPFIND",
  "QUERY",
  "BREW",
];

function drawPath(operation: Operation, values: Values, draw: Draw, isWrong: boolean): Plan["path"] {
  const parts = operation.parameters.filter((one) => one.in === "path");
  return Object.fromEntries(
    parts.map(({ name, schema }): [string, PathPart] => {
      if (!isWrong) return [name, { value: values.valid(schema, name) }];
      return [name, draw.chance(0.5) ? { escaped: hostileEscape(draw) } : { value: hostileText(draw) }];
    }),
  );
}

function drawQuery(operation: Operation, values: Values, draw: Draw, isWrong: boolean): Plan["query"] {
  const known = operation.parameters.filter((one) => one.in === "query");
  const sent = known
    .filter(() => draw.chance(0.5))
    .map(({ name, schema }) => [name, values.valid(schema, name)] as const);
  if (!isWrong) return sent;
  const name = known.length > 0 && draw.chance(0.85) ? pickOf(draw, known).name : "extra";
  const twice = draw.pick<() => Plan["query"]>([
    () => [[name, hostileText(draw)]],
    () => [[name, hostileText(draw)]],
    () => [
      [name, "1"],
      [name, hostileText(draw)],
    ],
    () => [
      [`${name}[]`, "1"],
      [`${name}[a]`, "2"],
    ],
    () => [[draw.pick(["__proto__", "constructor", "toString", "__proto__[x]"]), "1"]],
    () => Array.from({ length: draw.whole(2, 300) }, () => [name, "1"] as const),
  ])();
  return [...sent.filter(([other]) => other !== name || draw.chance(0.2)), ...twice];
}

function drawHeaders(draw: Draw): Plan["headers"] {
  const types = [
    "text/plain",
    "application/xml",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
  ];
  return draw.pick<() => Plan["headers"]>([
    () => ({ "content-type": pickOf(draw, types) }),
    () => ({
      "content-type": draw.pick([
        "application/json; charset=utf-16",
        "application/jsonx",
        "x",
        ";",
        "application/ld+json",
      ]),
    }),
    () => ({ accept: draw.pick(["text/html", "image/*", "application/xml;q=1", "junk", "*/*;q=0"]) }),
    () => ({
      cookie: draw.pick([
        "a",
        "=;=;=",
        "tandem_access",
        "tandem_access=%zz; tandem_refresh=%00",
        "a=1; ".repeat(500),
      ]),
    }),
    () => ({ "x-tandem-peer": draw.pick(["x 10.0.0.1", "1.2.3.4", "a b c"]), "x-forwarded-for": "10.1.2.3" }),
    () => ({ "if-none-match": "*", range: "bytes=0-10", "if-modified-since": "junk" }),
    () => ({ "accept-encoding": draw.pick(["br", "gzip;q=junk", "identity;q=0"]), te: "trailers" }),
    () => ({ "x-long": "v".repeat(draw.pick([1_000, 8_000, 15_000, 17_000, 40_000])) }),
    () => ({ origin: draw.pick(["null", "http://evil.example", "http://localhost:3000", "junk"]) }),
    () => ({ host: draw.pick(["evil.example", "localhost", "127.0.0.1", "[::1]", "a b", ""]) }),
    () => ({ expect: draw.pick(["junk", "200-ok"]) }),
    () => ({ upgrade: draw.pick(["websocket", "h2c"]), connection: "upgrade" }),
    () => ({ "content-encoding": draw.pick(["gzip", "br"]) }),
  ])();
}

function drawBody({ body, method }: Operation, values: Values, draw: Draw, isWrong: boolean): Body {
  // An operation that takes none is sent one now and then.
  if (body === null) return isWrong && draw.chance(0.7) ? strayBody(method, draw) : { kind: "none" };
  if (!isWrong) {
    if (!body.required && draw.chance(0.3)) return { kind: "none" };
    return { kind: "json", value: values.valid(body.schema, ""), damage: null };
  }
  return draw.pick<() => Body>([
    () => ({ kind: "json", value: values.spoilt(body.schema, ""), damage: null }),
    () => ({ kind: "json", value: values.spoilt(body.schema, ""), damage: null }),
    () => ({ kind: "json", value: values.spoilt(body.schema, ""), damage: null }),
    () => damaged(values.valid(body.schema, ""), draw),
    () => ({ kind: "text", text: draw.pick([hostileText(draw), hugeText(draw)]) }),
    () => ({ kind: "none" }),
  ])();
}

function damaged(value: unknown, draw: Draw): Body {
  const fields = isObject(value) ? Object.keys(value) : [];
  const damage = draw.pick<() => Damage>([
    () => ({ cutAt: draw.between(0, 1) }),
    () => ({ append: draw.pick(["}", ",", "\u0000", "x", '{"a":1}', "//"]) }),
    () => ({ field: fields.length > 0 ? pickOf(draw, fields) : "x", raw: pickOf(draw, RAW_VALUES) }),
    () => ({ field: "__proto__", raw: '{"isAdmin":true}' }),
  ])();
  return { kind: "json", value, damage };
}

function strayBody(method: string, draw: Draw): Body {
  // The body of a GET is never read, so it must be short enough not to stand in the way of the next request.
  if (method === "GET") return { kind: "text", text: draw.pick(["{}", "x", "[1]"]) };
  if (draw.chance(0.5)) return { kind: "json", value: hostileValue(draw), damage: null };
  return { kind: "text", text: hostileText(draw) };
}
