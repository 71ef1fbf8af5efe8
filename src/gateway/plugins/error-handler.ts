import type { FastifyError } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { type Clock, ConnectivityError, InputError, type Log, RejectedError } from "#model";
import type { ErrorBody } from "#wire";
import type { GatewayApp } from "../app.ts";
import { HttpError } from "../http-error.ts";

const DATABASE_AWAY = "Database not initialized";
const LOG_EVERY_NS = 10e9;

interface Answer extends ErrorBody {
  readonly code: number;
}

/** The one place where a failure becomes an answer: `{detail}` with the status that says what to do next. */
export function installErrorHandler(app: GatewayApp, log: Log, clock: Clock): void {
  const warnDatabaseAway = throttled(clock, () => log.warning(DATABASE_AWAY));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { code, detail } = answerTo(error);
    if (detail === DATABASE_AWAY) warnDatabaseAway();
    if (code === 500) {
      log.error("request failed", {
        method: request.method,
        route: request.routeOptions.url ?? "",
        error: String(error),
      });
    }
    if (error instanceof HttpError) reply.headers(error.headers);
    return reply.code(code).type("application/json; charset=utf-8").send({ detail });
  });
}

/** After the rate limits, which hold for what is not there too. */
export function installNotFound(app: GatewayApp): void {
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) =>
    reply.code(404).send({ detail: `no such route: ${request.method} ${request.url.split("?", 1)[0]}` }),
  );
}

function answerTo(error: FastifyError): Answer {
  if (hasZodFastifySchemaValidationErrors(error)) return { code: 422, detail: invalidFields(error) };
  if (error instanceof InputError) return { code: 422, detail: error.message };
  if (error instanceof RejectedError) return { code: 409, detail: error.message };
  if (error instanceof ConnectivityError) return { code: 503, detail: DATABASE_AWAY };
  if (error instanceof HttpError) return { code: error.statusCode, detail: error.message };
  const statusCode = error.statusCode ?? 500;
  // Fastify says 400 of a body that is not JSON; to our clients that is invalid input like any other.
  if (statusCode === 400) return { code: 422, detail: error.message };
  if (statusCode < 500) return { code: statusCode, detail: error.message };
  return { code: 500, detail: "Internal error" };
}

const LOCATIONS: Readonly<Record<string, string>> = { querystring: "query", params: "path" };

function invalidFields(error: FastifyError): Exclude<ErrorBody["detail"], string> {
  const context = error.validationContext ?? "body";
  return (error.validation ?? []).map((issue) => ({
    loc: [LOCATIONS[context] ?? context, ...issue.instancePath.split("/").filter((part) => part !== "")],
    msg: issue.message ?? "invalid",
    type: issue.keyword,
  }));
}

function throttled(clock: Clock, task: () => void): () => void {
  let lastNs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowNs = clock.monotonicNs();
    if (nowNs - lastNs < LOG_EVERY_NS) return;
    lastNs = nowNs;
    task();
  };
}
