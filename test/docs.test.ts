import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./support/paths.ts";

const PAGES = ["README.md", ...globSync("docs/**/*.md", { cwd: ROOT })];

/** As the forge makes an anchor of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

function anchorsOf(page: string): readonly string[] {
  return [...readFileSync(page, "utf8").matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) =>
    anchorOf(heading ?? ""),
  );
}

describe("the documents", () => {
  it.each(PAGES)("lead only to what is there: %s", (page) => {
    const from = join(ROOT, page);
    const links = [...readFileSync(from, "utf8").matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(
      ([, to]) => to ?? "",
    );
    for (const link of links) {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? from : resolve(dirname(from), path);
      expect(existsSync(target), `${page}: ${link}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(target), `${page}: ${link}`).toContain(anchor);
    }
  });

  it("are each reached from the README", () => {
    const reached = new Set<string>();
    const follow = (page: string): void => {
      if (reached.has(page) || !page.endsWith(".md")) return;
      reached.add(page);
      const text = readFileSync(join(ROOT, page), "utf8");
      for (const [, to = ""] of text.matchAll(/(?:\]\(|`)((?:\.\.\/|docs\/)?[\w./-]+\.md)/g)) {
        const target = [resolve(ROOT, dirname(page), to), resolve(ROOT, to)].find((one) => existsSync(one));
        if (target !== undefined) follow(relative(ROOT, target));
      }
    };
    follow("README.md");
    // Decisions are reached by their own list.
    follow("docs/decisions/README.md");
    expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
  });
});
