import { errorBody } from "./wire.ts";

/** What the server found wrong with one field of a body. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** A call that was answered with an error, or whose body is not what the contract says. */
export class ApiError extends Error {
  readonly status: number;
  readonly fields: readonly FieldError[];

  constructor(httpStatus: number, message: string, fields: readonly FieldError[] = []) {
    super(message);
    this.name = "ApiError";
    this.status = httpStatus;
    this.fields = fields;
  }
}

interface Schema<Body> {
  safeParse(body: unknown): { success: true; data: Body } | { success: false };
}

/** Reads. `alsoAnswers` are statuses of failure that carry the same body, which is still an answer. */
export async function get<Body>(
  path: string,
  schema: Schema<Body>,
  signal: AbortSignal,
  alsoAnswers: readonly number[] = [],
): Promise<Body> {
  const ask = () => fetch(path, { signal, headers: { accept: "application/json" } });
  return await read(await inSession(path, ask), schema, alsoAnswers);
}

/** Changes something. Throws `ApiError` with the server's own words where it is refused. */
export async function send<Body>(
  method: "POST" | "PATCH",
  path: string,
  { body, schema }: { body: unknown; schema: Schema<Body> },
): Promise<Body> {
  const ask = () =>
    fetch(path, {
      method,
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify(body),
    }).catch(unanswered);
  return await read(await (path.startsWith(AUTH) ? ask() : inSession(path, ask)), schema, []);
}

/** Takes something away, without a body. */
export async function remove<Body>(path: string, schema: Schema<Body>): Promise<Body> {
  const ask = () =>
    fetch(path, { method: "DELETE", headers: { accept: "application/json" } }).catch(unanswered);
  return await read(await inSession(path, ask), schema, []);
}

/** An order without an answer may have been carried out or not; the browser's "Failed to fetch" hides that. */
function unanswered(): never {
  throw new ApiError(0, "The API did not answer: whether this was done is not known until it does.");
}

const AUTH = "/api/v1/auth/";
const listeners = new Set<() => void>();

/** Calls the listener when a session has ended under way; the returned function ends it. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** An access token lasts minutes: where it is refused, a new one is fetched by the cookie and the call made again, once. */
async function inSession(path: string, ask: () => Promise<Response>): Promise<Response> {
  const response = await ask();
  if (response.status !== 401) return response;
  if (await renewed()) return await ask();
  // Whoever asks who is logged in sees the answer itself.
  if (!path.startsWith(AUTH)) for (const listener of listeners) listener();
  return response;
}

let renewing: Promise<boolean> | null = null;

/** One at a time, however many calls were refused: a refresh token that is used twice ends the session. */
function renewed(): Promise<boolean> {
  renewing ??= fetch(`${AUTH}refresh`, { method: "POST" })
    .then((response) => response.ok)
    .catch(() => false)
    .finally(() => {
      renewing = null;
    });
  return renewing;
}

async function read<Body>(
  response: Response,
  schema: Schema<Body>,
  alsoAnswers: readonly number[],
): Promise<Body> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok || alsoAnswers.includes(response.status)) {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    if (response.ok) throw new ApiError(response.status, "The answer does not have the agreed form.");
  }
  throw refusal(response.status, body);
}

function refusal(httpStatus: number, body: unknown): ApiError {
  const parsed = errorBody.safeParse(body);
  if (!parsed.success) return new ApiError(httpStatus, `The API answered ${httpStatus}.`);
  const { detail } = parsed.data;
  if (typeof detail === "string") return new ApiError(httpStatus, detail);
  const fields = detail.map(({ loc, msg }) => ({ field: String(loc.at(-1) ?? ""), message: msg }));
  return new ApiError(httpStatus, detail.map((entry) => entry.msg).join("; "), fields);
}
