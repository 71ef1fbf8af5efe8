// Reads vitest's JSON report: no test run, or a browser test skipped, is a failure.
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
const browserTests = tests.filter((test) => test.file.includes("/e2e/"));
if (passed === 0) throw new Error("no test ran");
if (failed > 0) throw new Error("tests failed");
if (browserTests.length === 0) throw new Error("no browser test ran");
if (browserTests.some((test) => test.status !== "passed")) throw new Error("a browser test was skipped");
