import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CONFIG_KEYS } from "../../src/system/config-keys.ts";
import { configurationPage } from "../../src/system/configuration-page.ts";
import { ROOT } from "../support/paths.ts";

describe("the page of configuration keys", () => {
  it("is what docs/configuration.md holds, with every key once", () => {
    const page = configurationPage();
    expect(readFileSync(join(ROOT, "docs/configuration.md"), "utf8")).toBe(page);
    const listed = page.split("\n").flatMap((line) => /^\| `([A-Z_0-9]+)`/.exec(line)?.[1] ?? []);
    expect(listed).toEqual(Object.keys(CONFIG_KEYS));
    expect(page.match(/^## /gm)).toHaveLength(9);
  });

  it("is met by the example that an installation begins with: each of its keys is known", () => {
    const example = readFileSync(join(ROOT, "ops/env.example"), "utf8");
    const keys = example.split("\n").flatMap((line) => /^#?([A-Z][A-Z_0-9]+)=/.exec(line)?.[1] ?? []);
    expect(keys.length).toBeGreaterThan(8);
    for (const key of keys) expect(Object.keys(CONFIG_KEYS), key).toContain(key);
  });
});
