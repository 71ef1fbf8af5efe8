import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { COMMANDS } from "../../src/system/commands/index.ts";
import { ROOT } from "../support/paths.ts";

const OPS = join(ROOT, "ops");
const read = (path: string) => readFileSync(join(OPS, path), "utf8");

interface Service {
  readonly command?: readonly string[];
  readonly network_mode?: string;
  readonly read_only?: boolean;
  readonly user?: string;
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** What no engine starts here: that every file is whole, names what is there, and runs commands that Tandem has. */
describe("the services as files", () => {
  const composed = (
    parse(read("docker/compose.yml"), { merge: true }) as { services: Record<string, Service> }
  ).services;

  it("compose what the runbook names, on loopback, with nothing of Tandem's own writable but its data", () => {
    expect(Object.keys(composed)).toEqual([
      "backend",
      "frontend",
      "mongo",
      "prometheus",
      "alertmanager",
      "grafana",
    ]);
    for (const service of Object.values(composed)) expect(service.network_mode).toBe("host");
    for (const name of ["backend", "frontend"]) {
      expect(composed[name]).toMatchObject({ read_only: true, volumes: ["books:/data"] });
      expect(Object.keys(COMMANDS)).toContain(composed[name]?.command?.[0]);
    }
    const listening = JSON.stringify([
      composed.mongo,
      composed.prometheus,
      composed.alertmanager,
      composed.grafana,
    ]);
    for (const place of ["127.0.0.1", "127.0.0.1:9090", "127.0.0.1:9093", "3001"])
      expect(listening).toContain(place);
    expect(listening).not.toContain("0.0.0.0");
  });

  it("mount only folders that are there", () => {
    const mounted = Object.values(composed).flatMap(({ volumes = [] }) =>
      volumes.map((one) => one.split(":")[0] ?? ""),
    );
    const folders = mounted.filter((path) => path.startsWith("."));
    expect(folders).toHaveLength(3);
    for (const path of folders) expect(existsSync(resolve(OPS, "docker", path)), path).toBe(true);
  });

  it("copy into the image only what is there or was built, and run as a user without rights", () => {
    const file = read("docker/Dockerfile");
    const copied = file
      .split("\n")
      .flatMap((line) => /^COPY --from=build \/app\/(\S+) /.exec(line)?.[1] ?? []);
    expect(copied).toEqual(["node", "package.json", "node_modules", "console/dist", "sim", "src"]);
    for (const path of copied.filter((one) => !["node", "console/dist"].includes(one)))
      expect(existsSync(join(ROOT, path)), path).toBe(true);
    expect(file).toMatch(/^USER tandem$/m);
    expect(file).toMatch(/^HEALTHCHECK /m);
  });

  it.each(["supervisor/tandem.conf", "systemd/tandem-backend.service", "systemd/tandem-frontend.service"])(
    "start commands that there are: %s",
    (path) => {
      const started = [...read(path).matchAll(/\/app\/backend\/bin\/tandem ([a-z]+)/g)].map(
        ([, word]) => word ?? "",
      );
      expect(started.length).toBeGreaterThan(0);
      for (const word of started) expect(Object.keys(COMMANDS)).toContain(word);
      expect(read(path)).toMatch(/^[Uu]ser=tandem$/m);
    },
  );

  it("turn their logs over", () => {
    const conf = read("supervisor/tandem.conf");
    expect(conf.match(/^stderr_logfile_maxbytes=\d+MB$/gm)).toHaveLength(2);
    expect(conf.match(/^stderr_logfile_backups=\d+$/gm)).toHaveLength(2);
    expect(read("systemd/tandem.logrotate")).toMatch(/copytruncate/);
  });
});
