import { errorBody } from "#wire";
import type { GatewayApp } from "../app.ts";

/**
 * What stands before every route may answer for it: the document says so for each. `security` of a public route is empty,
 * so that a generated client does not wait for a token.
 */
export function documentCommonAnswers(app: GatewayApp): void {
  app.addHook("onRoute", (route) => {
    // Pages and files of the document itself have no place in it.
    if (route.schema === undefined || route.schema.hide === true) return;
    const isPublic = route.config?.role === "public";
    const answers = { ...(isPublic ? {} : { 401: errorBody }), 403: errorBody, 429: errorBody };
    const response = { ...answers, ...(route.schema.response as object | undefined) };
    route.schema = { ...route.schema, response, ...(isPublic ? { security: [] } : {}) };
  });
}
