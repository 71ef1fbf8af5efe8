import websocket from "@fastify/websocket";
import Fastify from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { GatewayApp } from "./app.ts";
import type { GatewayDeps } from "./deps.ts";
import { listenOn } from "./listen.ts";
import { createPerimeter } from "./perimeter/perimeter.ts";
import { API_LIMITS, limitSockets, type ServerLimits, serverOptions } from "./perimeter/server-limits.ts";
import { installAuthentication } from "./plugins/authentication.ts";
import { installBodyParsers } from "./plugins/body-parsers.ts";
import { documentCommonAnswers } from "./plugins/common-answers.ts";
import { installErrorHandler, installNotFound } from "./plugins/error-handler.ts";
import { installHttpMetrics } from "./plugins/http-metrics.ts";
import { installOpenApi } from "./plugins/openapi.ts";
import { installRateLimits } from "./plugins/rate-limits.ts";
import { installSecurity } from "./plugins/security.ts";
import { installRoutes } from "./routes/index.ts";
import { asksForStream, refuseHandshake } from "./stream/handshake.ts";
import { createStreamHub } from "./stream/hub.ts";

/** Readers send nothing but control frames; who sends more is cut off by the socket library. */
const MAX_FRAME_BYTES = 4 * 1024;

export interface Gateway extends AsyncDisposable {
  /** For requests without a socket. */
  readonly app: GatewayApp;
  /** Opens the port and answers its number; ConfigError names `PORT` where it cannot. */
  listen(): Promise<number>;
  /** Ends the stream's readers and every connection. May be called twice. */
  close(): Promise<void>;
}

/** The REST routes, the event stream, the metrics and their document, ready to listen. */
export async function createGateway(deps: GatewayDeps): Promise<Gateway> {
  const limits = { ...API_LIMITS, ...deps.serverLimits };
  const app = createApp(limits);
  limitSockets(app.server, limits, deps.log);
  const hub = createStreamHub({ ...deps, ...limits });
  app.addHook("preClose", async () => hub.close());
  await app.register(websocket, {
    options: { maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false },
    // A reader that vanished or broke the protocol concerns nobody else; its close event follows.
    errorHandler: (_error, socket) => socket.terminate(),
  });
  app.websocketServer.on("wsClientError", refuseHandshake);
  installErrorHandler(app, deps.log, deps.clock);
  await installSecurity(app, { ...deps, perimeter: createPerimeter(deps) });
  await installRateLimits(app, deps.rateLimitPerMin);
  await installAuthentication(app, deps.access);
  installNotFound(app);
  installBodyParsers(app);
  installHttpMetrics(app, deps.metrics);
  documentCommonAnswers(app);
  await installOpenApi(app, deps.version);
  installRoutes(app, deps, hub);
  await app.ready();
  const close = () => app.close().then(() => undefined);
  return {
    app,
    listen: () => listenOn(app, { host: deps.host, port: deps.port, key: "PORT" }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function createApp(limits: ServerLimits): GatewayApp {
  const options = serverOptions(limits);
  const http = { ...options.http, shouldUpgradeCallback: asksForStream };
  const app = Fastify({ ...options, http }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  return app;
}
