// Reads vitest's JSON report: no test run, or a test of browsers or alerts skipped, is a failure.
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
const tests = report.testResults.flatMap((file) =>
  file.assertionResults.map((test) => ({ file: file.name, name: test.fullName, status: test.status })),
);
const passed = tests.filter((test) => test.status === "passed").length;
const failed = tests.filter((test) => test.status === "failed").length;
const skipped = tests.filter((test) => test.status !== "passed" && test.status !== "failed");

for (const test of skipped) console.log(`skipped: ${test.file}: ${test.name}`);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
if (passed === 0) throw new Error("no test ran");
if (failed > 0) throw new Error("tests failed");
demand("browser", /\/e2e\//);
demand("alert", /\/ops\/|\/scenarios\/alerts-/);

/** Tests of these files ran, every one of them. */
function demand(kind, files) {
  const some = tests.filter(({ file }) => files.test(file));
  if (some.length === 0) throw new Error(`no ${kind} test ran`);
  if (some.some(({ status }) => status !== "passed")) throw new Error(`skipped, or failed: ${kind} test`);
}
