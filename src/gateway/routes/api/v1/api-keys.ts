import { apiKeyList, apiKeyParams, errorBody, newApiKey, newApiKeyRequest, removed } from "#wire";
import { viewApiKey } from "../../../access-view.ts";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";
import { BODY_REFUSALS } from "../../../error-bodies.ts";
import { operatorOf } from "../../../operator.ts";
import { foundOr404 } from "../../../unknown.ts";

const READS = { 503: errorBody } as const;
const CONFIG = { role: "admin", fixedLimitPerMin: 60 } as const;

/** Keys of scripts: made, listed without their secret, revoked at once. */
export function apiKeyRoutes(app: GatewayApp, { access }: GatewayDeps): void {
  app.get(
    "/api/v1/api-keys",
    {
      config: { role: "admin" },
      schema: {
        ...{ operationId: "listApiKeys", summary: "Every key, expired ones too", tags: ["access"] },
        response: { 200: apiKeyList, ...READS },
      },
    },
    async () => ({ api_keys: access.people.apiKeys().map(viewApiKey) }),
  );
  app.post(
    "/api/v1/api-keys",
    {
      config: CONFIG,
      schema: {
        ...{ operationId: "addApiKey", summary: "Make a key for a script", tags: ["access"] },
        description: "The token is told this once; only its hash is kept.",
        body: newApiKeyRequest,
        response: { 200: newApiKey, ...READS, 409: errorBody, ...BODY_REFUSALS },
      },
    },
    async (request) => {
      const { name, role, expires_days: days } = request.body;
      const made = await access.people.addApiKey({ name, role, days }, operatorOf(request));
      return { api_key: viewApiKey(made.apiKey), token: made.token };
    },
  );
  app.delete(
    "/api/v1/api-keys/:id",
    {
      config: CONFIG,
      schema: {
        ...{ operationId: "revokeApiKey", summary: "Revoke a key", tags: ["access"], params: apiKeyParams },
        response: { 200: removed, ...READS, 404: errorBody, ...BODY_REFUSALS },
      },
    },
    async (request) => {
      await foundOr404(access.people.revokeApiKey({ id: request.params.id }, operatorOf(request)));
      return { status: "removed" as const };
    },
  );
}
