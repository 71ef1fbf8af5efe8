import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { OpenApi, Schema } from "./document.ts";

/** Checks against the document's schemas. */
export interface Schemas {
  /** What is wrong with an answer, null where it fits. A field that the document does not know is wrong as well. */
  faultOfAnswer(schema: Schema, value: unknown): string | null;
  /** Whether a client that goes by the document would send it. */
  allowsBody(schema: Schema, value: unknown): boolean;
  /** The same of a query's value, which is text. */
  allowsText(schema: Schema, value: string | readonly string[]): boolean;
}

export function createSchemas(document: OpenApi): Schemas {
  const strict = checker(closed(document) as OpenApi, false);
  const plain = checker(document, false);
  const coercing = checker(document, true);
  return {
    faultOfAnswer(schema, value) {
      const validate = strict(closed(schema) as Schema);
      if (validate(value)) return null;
      const faults = (validate.errors ?? []).slice(0, 3);
      return faults
        .map(
          ({ instancePath, message, params }) =>
            `${instancePath || "body"} ${message} ${JSON.stringify(params)}`,
        )
        .join("; ");
    },
    allowsBody: (schema, value) => plain(schema)(value),
    // A value is only turned into a number where it stands in something.
    allowsText: (schema, value) =>
      coercing({ type: "object", properties: { value: schema }, additionalProperties: false })({ value }),
  };
}

function checker(document: OpenApi, coerceTypes: boolean): (schema: Schema) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: false, coerceTypes, validateFormats: true });
  addFormats.default(ajv);
  const made = new Map<string, ValidateFunction>();
  return (schema) => {
    const text = JSON.stringify(schema);
    const known = made.get(text);
    if (known !== undefined) return known;
    const compiled = ajv.compile({ ...schema, components: document.components });
    made.set(text, compiled);
    return compiled;
  };
}

/** The document lets answers gain fields, for clients' sake; here one that it does not name is a finding. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== "object" || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
  const isObject = inner.type === "object" && "properties" in inner && !("additionalProperties" in inner);
  return isObject ? { ...inner, additionalProperties: false } : inner;
}
