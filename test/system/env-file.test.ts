import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadEnvironment } from "../../src/system/env-file.ts";

describe("the environment", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "tandem-env-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  function load(file: string, processEnv: Record<string, string>) {
    const path = join(dir, "some.env");
    writeFileSync(path, file);
    return loadEnvironment(processEnv, path).values;
  }

  it("of the process wins over the file, but an empty word says nothing", () => {
    expect(load("PORT=1\nHOST=::1\n", { PORT: "2", HOST: "" })).toMatchObject({ PORT: "2", HOST: "::1" });
  });

  it("takes the older names of keys, and within one source prefers the present one", () => {
    expect(load("OBSERVE_ONLY_MODE=true\n", {}).OBSERVE_ONLY).toBe("true");
    expect(load("MAX_POSITION_SIZE_USD=5\nMAX_POSITION_USD=7\n", {}).MAX_POSITION_USD).toBe("7");
  });

  it("tells which older names it read, from the file and from the process", () => {
    const path = join(dir, "older.env");
    writeFileSync(path, "MAX_POSITION_SIZE_USD=5\nPORT=1\n");
    expect(loadEnvironment({ OBSERVE_ONLY_MODE: "true" }, path).olderNames).toEqual([
      "OBSERVE_ONLY_MODE (now OBSERVE_ONLY)",
      "MAX_POSITION_SIZE_USD (now MAX_POSITION_USD)",
    ]);
    expect(loadEnvironment({}, undefined).olderNames).toEqual([]);
  });

  it("of the process wins under an older name too: it must be able to forbid what a file allows", () => {
    expect(load("OBSERVE_ONLY=false\n", { OBSERVE_ONLY_MODE: "true" }).OBSERVE_ONLY).toBe("true");
  });

  it.each(["GEMINI_API_SECRET", "MONGO_URL", "JWT_SECRET_KEY"])(
    "refuses a file that holds %s and can be read by others, without repeating it",
    (key) => {
      const path = join(dir, "open.env");
      writeFileSync(path, `${key}=hidden\n`);
      for (const mode of [0o644, 0o640, 0o604]) {
        chmodSync(path, mode);
        expect(() => loadEnvironment({}, path)).toThrow(/open\.env \(\w+\): .*chmod 600$/);
        expect(() => loadEnvironment({}, path)).not.toThrow(/hidden/);
      }
      chmodSync(path, 0o600);
      expect(loadEnvironment({}, path).values[key]).toBe("hidden");
    },
  );

  it("refuses a named file that is not there", () => {
    expect(() => loadEnvironment({}, join(dir, "none.env"))).toThrow(/^--env-file .*: no such file$/);
  });
});
