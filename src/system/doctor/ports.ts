import { createServer } from "node:net";
import { httpUrl } from "../http-url.ts";
import type { Check } from "./check.ts";
import { type Finding, failed, ok } from "./finding.ts";

interface Port {
  readonly key: "PORT" | "CONSOLE_PORT";
  readonly port: number;
  /** Whose answer to a plain GET shows that it is ours. */
  readonly path: string;
  readonly isOurs: (response: Response, text: string) => boolean;
}

/** Whether the API and the console can listen, or a Tandem over this DATA_DIR does already. */
export const portsCheck: Check = {
  name: "ports",
  advice: "choose free ports: PORT, CONSOLE_PORT",
  run({ backend, runningPid }, signal) {
    const { host, port, consolePort } = backend.config;
    const ports: readonly Port[] = [
      { key: "PORT", port, path: "/api/v1/status", isOurs: isStatus },
      {
        key: "CONSOLE_PORT",
        port: consolePort,
        path: "/",
        isOurs: (_, text) => /<title>Tandem<\/title>/.test(text),
      },
    ];
    return Promise.all(ports.map((one) => lookAt(one, { host, runningPid, signal })));
  },
};

/** Ours even where it asks who is there: the health is told to all, or refused with a JSON body. */
function isStatus(response: Response, text: string): boolean {
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  return isJson && ([401, 403, 429].includes(response.status) || /"mode":"(demo|observe|live)"/.test(text));
}

interface Where {
  readonly host: string;
  readonly runningPid: number | null;
  readonly signal: AbortSignal;
}

async function lookAt(one: Port, { host, runningPid, signal }: Where): Promise<Finding> {
  const { key, port } = one;
  const check = `port ${port}`;
  const obstacle = await whyNotTaken(host, port);
  if (obstacle === null) return ok(check, "free");
  if (obstacle === "EACCES")
    return failed(check, "this user may not listen there", `choose ${key} above 1023, or grant the right`);
  if (obstacle !== "EADDRINUSE") return failed(check, obstacle, `look at HOST (${host}) and ${key}`);
  if (!(await answersAsOurs(one, host, signal)))
    return failed(check, "another program listens there", `end it, or set ${key} to a free port`);
  if (runningPid !== null) return ok(check, `held by the running Tandem, process ${runningPid}`);
  const advice = `end that one, or set ${key} to a free port: it runs over another DATA_DIR`;
  return failed(check, "another Tandem listens there", advice);
}

/** Listens for a moment; the error's code, or null where that went well. */
function whyNotTaken(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

async function answersAsOurs(
  { port, path, isOurs }: Port,
  host: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const at = ["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host;
    const within = AbortSignal.any([signal, AbortSignal.timeout(3_000)]);
    const response = await fetch(httpUrl(at, port) + path, { signal: within, redirect: "manual" });
    return isOurs(response, await response.text());
  } catch {
    return false;
  }
}
