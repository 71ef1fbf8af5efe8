/** `{"id":1,"method":"subscribe","params":["solusd@depth@100ms"]}` */
export interface Request {
  readonly id: string | number | null;
  readonly method: string;
  readonly params: unknown;
}

/** Reads a request; undefined where the text is no JSON object with a method. An id that is no text or number is null. */
export function parseRequest(text: string): Request | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("method" in value)) return undefined;
  const { id, method, params } = value as Record<string, unknown>;
  if (typeof method !== "string") return undefined;
  return { id: typeof id === "string" || typeof id === "number" ? id : null, method, params };
}
