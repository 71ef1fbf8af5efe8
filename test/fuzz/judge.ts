import type { Operation } from "./document.ts";
import type { Plan } from "./plan.ts";
import type { Request } from "./request.ts";
import type { Schemas } from "./schemas.ts";
import type { Answer } from "./send.ts";

export type Fault =
  /** Nothing came back. */
  | "unanswered"
  /** 5xx, other than a 503 that is documented. */
  | "server_error"
  /** A status that the operation does not document. */
  | "undocumented"
  /** The body or its type is not what is documented for the status. */
  | "schema_break"
  /** Success for what the document forbids to send. */
  | "accepted_invalid"
  /** Success for somebody who is nobody. */
  | "let_in";

export interface Verdict {
  readonly fault: Fault;
  readonly what: string;
}

/** What was asked, as far as the judgement needs it. */
export interface Asked {
  readonly plan: Plan;
  readonly request: Request;
  readonly isGood: boolean;
}

const ERROR = { $ref: "#/components/schemas/Error" };
const JSON_TYPE = "application/json";
export function judge({ plan, request, isGood }: Asked, answer: Answer, schemas: Schemas): Verdict | null {
  const { operation } = plan;
  const { status, failure } = answer;
  // What is said of a head that could not be read has a body, also where the method would have been HEAD.
  if (failure !== null && request.isUnreadable && plan.method === "HEAD") return null;
  if (failure !== null) return { fault: "unanswered", what: failure };
  const documented = isOperation(plan) ? operation.answers.get(status) : undefined;
  if (status >= 500 && documented === undefined) return { fault: "server_error", what: `${status}` };
  if (documented === undefined && !generalAnswers(plan, request).includes(status))
    return { fault: "undocumented", what: `${status} ${answer.text.slice(0, 200)}` };
  const expected = documented ?? { mediaType: JSON_TYPE, schema: ERROR };
  const broken = bodyFault(plan, expected, answer, schemas);
  if (broken !== null) return { fault: "schema_break", what: `${status}: ${broken}` };
  if (status >= 300 || documented === undefined) return null;
  if (!isGood && !operation.isPublic) return { fault: "let_in", what: `${plan.who} ${status}` };
  const forbidden = forbiddenPart(plan, request, schemas);
  return forbidden === null ? null : { fault: "accepted_invalid", what: `${status} with ${forbidden}` };
}

/** The operation itself was asked for: HEAD is GET without a body. */
export function isOperation({ method, operation }: Plan): boolean {
  return method === operation.method || (method === "HEAD" && operation.method === "GET");
}

/**
 * What is answered before any operation is found or asked: no such route (404), an address that is no text (422), a head
 * that is too long (431), a host or origin of somebody else (403), an expectation (417), a method that HTTP does not
 * know (400), a preflight (204).
 */
function generalAnswers(plan: Plan, request: Request): number[] {
  const { target, headers } = request;
  const path = target.split("?", 1)[0] ?? "";
  const isOdd = Object.values(plan.path).some((part) => "escaped" in part) || hasLongPart(path);
  return [
    ...(isOperation(plan) && plan.method !== "HEAD" && !isOdd ? [] : [404, 429]),
    // What is no route still has its body read.
    ...(isOperation(plan) ? [] : [413, 415, 422]),
    ...(path.includes("%") ? [422] : []),
    ...(request.isUnreadable ? [400, 431] : []),
    ...("expect" in headers ? [417] : []),
    ...("host" in headers || "origin" in headers ? [403] : []),
    ...(plan.method === "OPTIONS" ? [204] : []),
  ];
}

/** The router takes no part of an address of more than a hundred characters for a parameter. */
function hasLongPart(path: string): boolean {
  return path.split("/").some((part) => part === "" || part.length > 100);
}

function bodyFault(
  plan: Plan,
  expected: { readonly mediaType: string; readonly schema: object },
  answer: Answer,
  schemas: Schemas,
): string | null {
  const { status, text, contentType } = answer;
  if (status === 101 || status === 204) return text === "" ? null : "a body where none may be";
  const essence = contentType.split(";", 1)[0]?.trim().toLowerCase();
  if (essence !== expected.mediaType) return `content-type ${contentType || "(none)"}`;
  if (plan.method === "HEAD") return text === "" ? null : "a body after HEAD";
  if (expected.mediaType !== JSON_TYPE) return schemas.faultOfAnswer({ ...expected.schema }, text);
  try {
    return schemas.faultOfAnswer({ ...expected.schema }, JSON.parse(text));
  } catch {
    return `no JSON: ${text.slice(0, 100)}`;
  }
}

/** The part of a request that the document does not allow, null where it allows all of it. */
function forbiddenPart({ operation, query }: Plan, request: Request, schemas: Schemas): string | null {
  const { body } = operation;
  if (body !== null && !allowsBody(body, request.body, schemas)) return `body ${request.body}`;
  for (const { name, in: where, schema } of operation.parameters) {
    const values = query.filter(([other]) => other === name).map(([, value]) => value);
    // What exists fits by itself; it is not known here what it was.
    if (where !== "query" || values.length === 0 || values.some((one) => typeof one === "object")) continue;
    const value = values.length === 1 ? String(values[0]) : values.map(String);
    if (!schemas.allowsText(schema, value)) return `${name}=${JSON.stringify(value)}`;
  }
  return null;
}

function allowsBody(body: NonNullable<Operation["body"]>, sent: Buffer | null, schemas: Schemas): boolean {
  if (sent === null || sent.length === 0) return !body.required;
  try {
    return schemas.allowsBody(body.schema, JSON.parse(sent.toString()));
  } catch {
    return false;
  }
}
