import { startGateway } from "../gateway/start-gateway.ts";
import { metricsOf, type Selected } from "./promql-names.ts";

/** What Prometheus makes itself, and the labels that it adds. */
const OWN_SERIES = new Set(["up", "ALERTS"]);
const OWN_LABELS = new Set(["job", "instance", "le"]);

/** Every name that the metrics endpoint shows, with the labels that its samples have. */
export type Exposed = ReadonlyMap<string, ReadonlySet<string>>;

/** From the endpoint itself, in this process, after enough of each thing that is counted. */
export async function readExposed(): Promise<Exposed> {
  const { app, gateway, metrics } = await startGateway();
  metrics.executionFailed("slippage");
  metrics.streamReaderDropped("blocked");
  await app.inject("/api/v1/status");
  const { body } = await app.inject("/api/metrics");
  await gateway.close();
  return exposedIn(body);
}

/** A series is declared before its samples; one without any has no labels. */
export function exposedIn(text: string): Exposed {
  const exposed = new Map<string, Set<string>>();
  for (const line of text.split("\n")) {
    const [, declared = "", type = ""] = /^# TYPE (\S+) (\S+)/.exec(line) ?? [];
    const suffixes = type === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
    if (declared !== "") for (const suffix of suffixes) exposed.set(declared + suffix, new Set());
    const [, name, labels = ""] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    if (name === undefined) continue;
    const known = exposed.get(name) ?? new Set();
    for (const [, label = ""] of labels.matchAll(/(\w+)="/g)) known.add(label);
    exposed.set(name, known);
  }
  return exposed;
}

/** What an expression reads that nobody exposes, a line each. */
export function missingIn(expr: string, exposed: Exposed): readonly string[] {
  return metricsOf(expr).flatMap((selected) => faultsOf(selected, exposed));
}

function faultsOf({ name, labels }: Selected, exposed: Exposed): readonly string[] {
  if (OWN_SERIES.has(name)) return [];
  const known = exposed.get(name);
  if (known === undefined) return [`${name} is not exposed`];
  return labels
    .filter((label) => !OWN_LABELS.has(label) && !known.has(label))
    .map((label) => `${name} has no label ${label}`);
}
