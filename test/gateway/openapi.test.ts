import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startGateway, type TestGateway } from "./start-gateway.ts";

interface Operation {
  readonly summary?: string;
  readonly operationId?: string;
  readonly security?: readonly object[];
  readonly requestBody?: { readonly required: boolean };
  readonly responses: Record<string, { description?: string; content?: Record<string, { schema?: object }> }>;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: object }[];
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

describe("the OpenAPI document", () => {
  let started: TestGateway;
  let document: Document;
  let operations: { name: string; operation: Operation }[];
  beforeAll(async () => {
    started = await startGateway();
    document = (await started.app.inject("/openapi.json")).json();
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
    );
  });
  afterAll(() => started.gateway.close());

  it("is version 3.1 and holds every route", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.info).toMatchObject({ title: "Tandem", version: "0.1.0" });
    expect(operations.map(({ name }) => name).sort()).toEqual([
      "delete /api/v1/api-keys/{id}",
      "delete /api/v1/users/{name}",
      "get /api/metrics",
      "get /api/v1/api-keys",
      "get /api/v1/audit",
      "get /api/v1/auth/me",
      "get /api/v1/execution",
      "get /api/v1/inventory",
      "get /api/v1/inventory/history",
      "get /api/v1/opportunities",
      "get /api/v1/opportunities/{id}",
      "get /api/v1/reports",
      "get /api/v1/risk",
      "get /api/v1/settings",
      "get /api/v1/status",
      "get /api/v1/trades",
      "get /api/v1/trades/export",
      "get /api/v1/trades/{id}",
      "get /api/v1/users",
      "get /api/v1/windows",
      "get /api/v1/windows/hours",
      "get /api/ws",
      "get /openapi.json",
      "patch /api/v1/risk",
      "patch /api/v1/users/{name}",
      "post /api/v1/api-keys",
      "post /api/v1/auth/login",
      "post /api/v1/auth/logout",
      "post /api/v1/auth/password",
      "post /api/v1/auth/refresh",
      "post /api/v1/controls/live-trading",
      "post /api/v1/controls/observe-only",
      "post /api/v1/controls/pause",
      "post /api/v1/controls/resume",
      "post /api/v1/inventory/accept-drift",
      "post /api/v1/test/inject-opportunity",
      "post /api/v1/trades/{id}/resolve",
      "post /api/v1/users",
    ]);
  });

  it("describes every answer with a schema, errors by the common one", () => {
    for (const { name, operation } of operations) {
      expect(operation.summary, name).toBeTruthy();
      for (const [code, response] of Object.entries(operation.responses)) {
        const schemas = Object.values(response.content ?? {}).map(({ schema }) => schema);
        expect(schemas, `${name} ${code}`).toHaveLength(1);
        expect(schemas[0], `${name} ${code}`).toBeTypeOf("object");
        expect(response.description, `${name} ${code}`).not.toMatch(/^(Default Response)?$/);
        const isStatus = name === "get /api/v1/status";
        if (Number(code) >= 400 && !isStatus) {
          expect(schemas[0]).toEqual({ $ref: "#/components/schemas/Error" });
        }
      }
    }
  });

  it("suits a generator of clients: names for operations, answers that may gain fields", () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(operations.length);
    expect(names).not.toContain(undefined);
    const schemas = Object.entries(document.components.schemas);
    const sent = schemas.filter(([name, schema]) => name.endsWith("Input") && !("enum" in schema));
    const answers = schemas.filter(([name]) => !name.endsWith("Input"));
    expect(sent.map(([name]) => name).sort()).toEqual([
      "AcceptDriftRequestInput",
      "LiveTradingRequestInput",
      "LoginRequestInput",
      "NewApiKeyRequestInput",
      "NewUserRequestInput",
      "ObserveOnlyRequestInput",
      "PasswordRequestInput",
      "PauseRequestInput",
      "RefreshRequestInput",
      "ResolveRequestInput",
      "ResumeRequestInput",
      "RiskPatchInput",
      "UserPatchInput",
    ]);
    for (const [name, schema] of sent)
      expect(JSON.stringify(schema), name).toContain('"additionalProperties":false');
    expect(JSON.stringify([document.paths, answers])).not.toContain('"additionalProperties":false');
  });

  it("says that a limit may be written as a number or as text", () => {
    const { properties } = document.components.schemas.RiskPatchInput as {
      properties: Record<string, { anyOf: { type: string }[] }>;
    };
    const types = properties.max_position_size_usd?.anyOf.map(({ type }) => type);
    expect(types).toEqual(["string", "number"]);
  });

  it("says which bodies may be left out", () => {
    const required = operations.flatMap(({ name, operation }) =>
      operation.requestBody === undefined ? [] : [`${name} ${operation.requestBody.required}`],
    );
    expect(required.sort()).toEqual([
      "patch /api/v1/risk true",
      "patch /api/v1/users/{name} true",
      "post /api/v1/api-keys true",
      "post /api/v1/auth/login true",
      "post /api/v1/auth/logout false",
      "post /api/v1/auth/password true",
      "post /api/v1/auth/refresh false",
      "post /api/v1/controls/live-trading false",
      "post /api/v1/controls/observe-only false",
      "post /api/v1/controls/pause false",
      "post /api/v1/controls/resume false",
      "post /api/v1/inventory/accept-drift true",
      "post /api/v1/trades/{id}/resolve true",
      "post /api/v1/users true",
    ]);
  });

  it("says of each operation whether it asks who calls", () => {
    const open = operations
      .filter(({ operation }) => operation.security?.length === 0)
      .map(({ name }) => name);
    expect(open.sort()).toEqual([
      "get /openapi.json",
      "post /api/v1/auth/login",
      "post /api/v1/auth/logout",
      "post /api/v1/auth/refresh",
    ]);
    for (const { name, operation } of operations)
      expect("401" in operation.responses || open.includes(name), name).toBe(true);
  });

  it("has a schema for each parameter", () => {
    const list = document.paths["/api/v1/opportunities"]?.get?.parameters ?? [];
    expect(list.map(({ name }) => name)).toEqual([
      "limit",
      "asset",
      "cursor",
      "direction",
      "min_spread_pct",
      "from",
      "to",
    ]);
    for (const { operation } of operations) {
      for (const parameter of operation.parameters ?? []) expect(parameter.schema).toBeTypeOf("object");
    }
  });

  it("leads nowhere that it does not hold, and holds nothing that it does not use", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, target]) => target ?? "",
    );
    const names = new Set(references.map((target) => target.replace("#/components/schemas/", "")));
    expect([...names].sort()).toEqual(Object.keys(document.components.schemas).sort());
  });

  it("is shown by a page that needs nothing from outside", async () => {
    const page = await started.app.inject("/docs/");
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(src|href)="https?:/);
    expect(page.headers["content-security-policy"]).toContain("script-src 'self';");
    const files = [...page.body.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file]) => file);
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) expect((await started.app.inject(`/docs/${file}`)).statusCode).toBe(200);
  });
});
