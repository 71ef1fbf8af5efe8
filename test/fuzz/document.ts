/** The OpenAPI document as the fuzzer reads it: nothing is known of a route but what is written there. */
export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly schema: Schema;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With `{id}` where a parameter stands. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly schema: Schema } | null;
  /** By status: media type and schema of the answer. */
  readonly answers: ReadonlyMap<number, { readonly mediaType: string; readonly schema: Schema }>;
  /** Asks nobody who calls. */
  readonly isPublic: boolean;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface RawOperation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
  readonly security?: readonly object[];
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>;

export function operationsOf(document: OpenApi): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => ({
      ...{ id: raw.operationId, method: method.toUpperCase(), path, parameters: raw.parameters ?? [] },
      body: bodyOf(raw.requestBody),
      answers: new Map(
        Object.entries(raw.responses).map(([code, { content = {} }]) => [Number(code), only(content)]),
      ),
      isPublic: raw.security?.length === 0,
    })),
  );
}

function bodyOf(body: RawOperation["requestBody"]): Operation["body"] {
  return body === undefined ? null : { required: body.required ?? false, schema: only(body.content).schema };
}

function only(content: Content): { mediaType: string; schema: Schema } {
  const [first, second] = Object.entries(content);
  if (first === undefined || second !== undefined) throw new Error("an answer has one media type");
  return { mediaType: first[0], schema: first[1].schema };
}

/** What a schema means: a reference to a named one is followed. */
export function resolved(schema: Schema, document: OpenApi): Schema {
  const reference = schema.$ref;
  if (typeof reference !== "string") return schema;
  const found = document.components.schemas[reference.replace("#/components/schemas/", "")];
  if (found === undefined) throw new Error(`the document does not hold ${reference}`);
  return resolved(found, document);
}
