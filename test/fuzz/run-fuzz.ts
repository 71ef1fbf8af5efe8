import type { Cast } from "./cast.ts";
import { curlLine } from "./curl-line.ts";
import { type OpenApi, operationsOf } from "./document.ts";
import { type Fault, isOperation, judge, type Verdict } from "./judge.ts";
import { createMemory, type Memory } from "./known.ts";
import { drawPlan } from "./plan.ts";
import { curlOfRaw, drawRaw, RAW_EVERY, sendAndJudge } from "./raw.ts";
import { requestOf } from "./request.ts";
import { createSchemas, type Schemas } from "./schemas.ts";
import { createSender, type Sender } from "./send.ts";
import { watchStream } from "./watch-stream.ts";

export interface FuzzOptions {
  readonly port: number;
  readonly seed: number;
  readonly requests: number;
  readonly cast: Cast;
  /** False as soon as the process has ended. */
  readonly isRunning: () => boolean;
  readonly say: (line: string) => void;
}

export interface Finding extends Verdict {
  readonly index: number;
  readonly operation: string;
  readonly curl: string;
}

export interface FuzzReport {
  readonly seed: number;
  readonly requests: number;
  readonly operations: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly undocumented: number;
  readonly schema_breaks: number;
  readonly server_errors: number;
  readonly unanswered: number;
  readonly accepted_invalid: number;
  readonly let_in: number;
  /** Of the event stream, each checked. */
  readonly frames: number;
  /** Operations that never answered with success: what lies behind their checks was not reached. */
  readonly never_succeeded: readonly string[];
  readonly crashed: boolean;
  readonly ok: boolean;
}

const AT_A_TIME = 8;
const SAY_EVERY = 1_000;

/** Sends what the seed draws from the document that the gateway itself serves, and judges every answer. */
export async function runFuzz(
  options: FuzzOptions,
): Promise<{ report: FuzzReport; findings: readonly Finding[] }> {
  const { port, cast, requests } = options;
  const document = (await (await fetch(`http://127.0.0.1:${port}/openapi.json`)).json()) as OpenApi;
  const schemas = createSchemas(document);
  using sender = createSender(port);
  await using stream = watchStream(port, () => cast.headersOf("viewer-key"), { document, schemas });
  const memory = createMemory({
    password: cast.passwords,
    refreshToken: cast.refreshTokens,
    asset: ["SOL-USD"],
  });
  const run = createRun({ ...options, document, schemas, sender, memory });
  let next = 0;
  const worker = async () => {
    while (next < requests && options.isRunning()) {
      const index = next++;
      await (index % RAW_EVERY === RAW_EVERY - 1 ? run.raw(index) : run.one(index));
      if (next % SAY_EVERY === 0)
        options.say(`${next} of ${requests} requests, ${run.findings.length} findings`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  const crashed = !options.isRunning() || !(await answers(port));
  for (const what of stream.faults())
    run.found({ index: -1, operation: "openStream", curl: "", fault: "schema_break", what });
  return {
    report: reportOf(options, { ...run, frames: stream.frames(), crashed, document }),
    findings: run.findings,
  };
}

interface RunOptions extends FuzzOptions {
  readonly document: OpenApi;
  readonly schemas: Schemas;
  readonly sender: Sender;
  readonly memory: Memory;
}

function createRun({ port, seed, cast, document, schemas, sender, memory, say }: RunOptions) {
  const operations = operationsOf(document);
  const statuses: Record<string, number> = {};
  const succeeded = new Set<string>();
  const findings: Finding[] = [];
  const count = (status: number) => (statuses[status] = (statuses[status] ?? 0) + 1);
  const found = (finding: Finding) => {
    findings.push(finding);
    say(`${finding.fault} ${finding.operation} #${finding.index}: ${finding.what}\n  ${finding.curl}`);
  };
  return {
    ...{ statuses, succeeded, findings, found },
    async one(index: number) {
      const plan = drawPlan(document, operations, seed, index);
      const { operation, who } = plan;
      await cast.restored();
      const request = requestOf(plan, cast, memory);
      const answer = await sender.send(request);
      count(answer.status);
      if (answer.status === 401) cast.refused(who);
      if (answer.status < 300 && isOperation(plan)) succeeded.add(operation.id);
      if (answer.status === 200 && answer.contentType.startsWith("application/json"))
        memory.learn(operation, parsed(answer.text));
      const verdict = judge({ plan, request, isGood: cast.isGood(who) }, answer, schemas);
      if (verdict !== null)
        found({ index, operation: operation.id, curl: curlLine(request, port), ...verdict });
      // Both end the caller's own session when they succeed.
      if (["logout", "changePassword"].includes(operation.id) && answer.status === 200) cast.refused(who);
    },
    async raw(index: number) {
      const credentials = Object.entries(cast.headersOf("viewer-key")).map(
        ([name, value]) => `${name}: ${value}`,
      );
      const plan = drawRaw(seed, index, credentials.join("\r\n"));
      const { status, verdict } = await sendAndJudge(port, plan, schemas);
      count(status);
      if (status === 101) succeeded.add("openStream");
      if (verdict !== null) found({ index, operation: "raw bytes", curl: curlOfRaw(plan, port), ...verdict });
    },
  };
}

interface Seen {
  readonly statuses: Readonly<Record<string, number>>;
  readonly succeeded: ReadonlySet<string>;
  readonly findings: readonly Finding[];
  readonly frames: number;
  readonly crashed: boolean;
  readonly document: OpenApi;
}

function reportOf(
  { seed }: FuzzOptions,
  { statuses, succeeded, findings, frames, crashed, document }: Seen,
): FuzzReport {
  const of = (fault: Fault) => findings.filter((one) => one.fault === fault).length;
  const operations = operationsOf(document);
  return {
    seed,
    requests: Object.values(statuses).reduce((sum, count) => sum + count, 0),
    operations: operations.length,
    statuses,
    ...{
      undocumented: of("undocumented"),
      schema_breaks: of("schema_break"),
      server_errors: of("server_error"),
    },
    ...{
      unanswered: of("unanswered"),
      accepted_invalid: of("accepted_invalid"),
      let_in: of("let_in"),
      frames,
    },
    never_succeeded: operations.map(({ id }) => id).filter((id) => !succeeded.has(id)),
    crashed,
    ok: !crashed && findings.length === 0,
  };
}

async function answers(port: number): Promise<boolean> {
  const asked = fetch(`http://127.0.0.1:${port}/openapi.json`, { signal: AbortSignal.timeout(10_000) });
  return await asked.then(({ status }) => status === 200).catch(() => false);
}

/** What is no JSON is for the judge to find; nothing can be learnt from it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
