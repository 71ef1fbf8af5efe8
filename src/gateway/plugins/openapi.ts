import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import type { GatewayApp } from "../app.ts";
import { ACCESS_COOKIE } from "../session-cookies.ts";
import { tidyDocument } from "./openapi-document.ts";

/** The page draws with its own script, its own styles (inline ones among them) and data images. */
const DOCS_POLICY = {
  "default-src": "'self'",
  "script-src": "'self'",
  "style-src": ["'self'", "'unsafe-inline'"],
  "img-src": ["'self'", "data:"],
  "connect-src": "'self'",
  "object-src": "'none'",
  "base-uri": "'none'",
  "frame-ancestors": "'none'",
};

/** OpenAPI 3.1 of every route registered after it, from the same schemas that check the traffic. */
export async function installOpenApi(app: GatewayApp, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Tandem",
        version,
        description:
          "Prices, opportunities, trades and controls. Money and prices are decimal strings, times are UTC.",
      },
      // Neither is asked for on a machine where no user was made yet.
      security: [{ bearer: [] }, { cookie: [] }],
      components: {
        securitySchemes: {
          bearer: { type: "http", scheme: "bearer", description: "An access token or an API key" },
          cookie: { type: "apiKey", in: "cookie", name: ACCESS_COOKIE, description: "Set by the login" },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => tidyDocument(jsonSchemaTransformObject(document)),
  });
  await app.register(async (docs) => {
    docs.addHook("onRoute", (route) => {
      route.config = { ...route.config, role: "public" };
    });
    await docs.register(swaggerUi, {
      routePrefix: "/docs",
      staticCSP: DOCS_POLICY,
      theme: { title: "Tandem API" },
      // The default asks a public service to check the document: this one works without a network.
      uiConfig: { validatorUrl: null, docExpansion: "list" },
    });
  });
}
