import type { Reporter, TestModule, Vitest } from "vitest/node";

/**
 * Names every test that did not run, because the default reporter only counts them: a browser test that was
 * skipped for want of a browser must not pass for one that succeeded. Silent where a name filter was given.
 */
export class SkippedTestsReporter implements Reporter {
  #filtered = false;

  onInit(vitest: Vitest): void {
    this.#filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#filtered) return;
    const lines = modules.flatMap((module) =>
      [...module.children.allTests("skipped")].map(
        (test) => `  ${module.relativeModuleId}: ${test.fullName}`,
      ),
    );
    if (lines.length > 0) process.stdout.write(`\nSkipped tests:\n${lines.join("\n")}\n`);
  }
}
