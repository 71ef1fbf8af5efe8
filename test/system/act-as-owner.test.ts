import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startTandem } from "../support/tandem-process.ts";

const NOBODY = 65_534;

describe.skipIf(process.getuid?.() !== 0)(
  "a command that root runs over another user's folder (needs root)",
  () => {
    it("writes what that user can read and change", async () => {
      const place = mkdtempSync(join(tmpdir(), "tandem-owner-"));
      try {
        chmodSync(place, 0o755);
        mkdirSync(join(place, "theirs"), { mode: 0o700 });
        chownSync(join(place, "theirs"), NOBODY, NOBODY);
        const dataDir = join(place, "theirs/data");
        const args = ["user", "add", "ada", "--role", "admin", "--data-dir", dataDir];
        await using command = startTandem(args, {}, "correct horse battery staple\n");
        expect(await command.exited(30_000), command.stderr()).toBe(0);
        const owners = readdirSync(dataDir).map((name) => statSync(join(dataDir, name)).uid);
        expect(owners.length).toBeGreaterThan(1);
        expect(new Set(owners)).toEqual(new Set([NOBODY]));
      } finally {
        rmSync(place, { recursive: true });
      }
    });
  },
);
