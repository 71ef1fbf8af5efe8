import { STATUS_CODES } from "node:http";
import type { jsonSchemaTransformObject } from "fastify-type-provider-zod";

/** Ends the name of a schema of what clients send. */
const REQUEST = "Input";

type OpenApiObject = ReturnType<typeof jsonSchemaTransformObject>;

/** What the generator leaves to be desired: unused schemas go, every answer gets its status's own words. */
export function tidyDocument(document: OpenApiObject): OpenApiObject {
  if (!("components" in document)) return document;
  const schemas = document.components?.schemas ?? {};
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path ?? {})) {
      nameResponses(operation);
      admitNoBody(operation, schemas);
    }
  }
  const used = usedSchemas(document.paths ?? {}, schemas);
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  loosen(document.paths);
  for (const [name, schema] of Object.entries(kept)) if (!name.endsWith(REQUEST)) loosen(schema);
  return Object.assign(document, { components: { ...document.components, schemas: kept } });
}

/**
 * Answers gain fields over time, so a generated client must not refuse one that it does not know; and the
 * generator's pattern of an instant says in two hundred characters what `date-time` says already.
 */
function loosen(part: unknown): void {
  if (typeof part !== "object" || part === null) return;
  if ("additionalProperties" in part && part.additionalProperties === false) delete part.additionalProperties;
  if ("format" in part && part.format === "date-time" && "pattern" in part) delete part.pattern;
  for (const inner of Object.values(part)) loosen(inner);
}

function nameResponses(operation: unknown): void {
  if (typeof operation !== "object" || operation === null || !("responses" in operation)) return;
  for (const [code, response] of Object.entries(operation.responses ?? {})) {
    if (response.description === "Default Response") response.description = STATUS_CODES[code] ?? code;
  }
}

/** The generator calls every body required; one that may be null may be left out as well. */
function admitNoBody(operation: unknown, schemas: Readonly<Record<string, unknown>>): void {
  if (typeof operation !== "object" || operation === null || !("requestBody" in operation)) return;
  const body = operation.requestBody as { required?: boolean };
  const [, name = ""] = /"#\/components\/schemas\/([^"]+)"/.exec(JSON.stringify(body)) ?? [];
  if (JSON.stringify(schemas[name] ?? null).includes('{"type":"null"}')) body.required = false;
}

/** Every named schema comes in a version for each way; only what a path leads to belongs in the document. */
function usedSchemas(paths: unknown, schemas: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const used = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name = ""] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name] ?? null);
    }
  };
  visit(paths);
  return used;
}
