import type { GatewayApp } from "../app.ts";
import { HttpError } from "../http-error.ts";

/**
 * A body is JSON or absent. An empty one counts as absent whatever its content type says, because
 * `curl -X POST` and many clients name a type without sending anything.
 */
export function installBodyParsers(app: GatewayApp): void {
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else parseJson(request, String(body), done);
  });
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else done(new HttpError(415, "the body must be application/json"));
  });
}
