import { defineConfig } from "vitest/config";
import { SkippedTestsReporter } from "./test/support/skipped-tests.ts";
import { StoresTestedReporter } from "./test/support/stores-tested.ts";

const timeouts = {
  testTimeout: 30_000,
  hookTimeout: 90_000,
  // Many tests speak over real sockets in real time: on a shared machine one may be starved. A test that
  // fails three times in a row does so for a reason.
  retry: process.env.CI === undefined ? 0 : 2,
};

/**
 * Two groups: everything that lives in one thread first, in parallel and without isolation; then the
 * tests that start whole processes and browsers, two at a time: they wait for venues most of the time, and
 * more of them would steal each other's processor.
 */
export default defineConfig({
  test: {
    // The report is what .ci/judge.mjs counts: runs of no test and skipped browser tests fail there.
    reporters: [
      "default",
      new SkippedTestsReporter(),
      new StoresTestedReporter(),
      ...(process.env.CI === undefined ? [] : ["json" as const]),
    ],
    outputFile: { json: "test-results/report.json" },
    projects: [
      {
        test: {
          name: "units",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/scenarios/**"],
          pool: "threads",
          isolate: false,
          sequence: { groupOrder: 0 },
          ...timeouts,
        },
      },
      {
        test: {
          name: "whole system",
          include: ["test/scenarios/**/*.test.ts", "test/e2e/**/*.test.ts"],
          pool: "threads",
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          ...timeouts,
          testTimeout: 240_000,
        },
      },
    ],
  },
});
