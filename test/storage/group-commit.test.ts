import { describe, expect, it } from "vitest";
import { createGroupCommit } from "../../src/storage/sqlite/trading/group-commit.ts";

/** Commits that end only when the test says so. */
function setUp() {
  const commits: {
    readonly items: readonly string[];
    end(failures?: readonly (Error | null)[]): void;
    fail(): void;
  }[] = [];
  const group = createGroupCommit<string>((items) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly (Error | null)[]>();
    commits.push({
      items,
      end: (failures = items.map(() => null)) => resolve(failures),
      fail: () => reject(new Error("disk full")),
    });
    return promise;
  });
  const done: string[] = [];
  const add = (item: string) =>
    void group.add(item).then(
      () => done.push(item),
      (error: Error) => done.push(`${item}: ${error.message}`),
    );
  return { commits, group, done, add };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("a group commit", () => {
  it("begins at once, and takes everything that comes meanwhile with the next one", async () => {
    const { commits, done, add } = setUp();
    add("a");
    expect(commits.map(({ items }) => items)).toEqual([["a"]]);
    add("b");
    await settle();
    for (const item of ["c", "d", "e"]) add(item);
    await settle();
    expect(commits.map(({ items }) => items)).toEqual([["a"]]);
    expect(done).toEqual([]);
    commits[0]?.end();
    await settle();
    expect(done).toEqual(["a"]);
    expect(commits.map(({ items }) => items)).toEqual([["a"], ["b", "c", "d", "e"]]);
    commits[1]?.end();
    await settle();
    expect(done).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("tells each its own refusal", async () => {
    const { commits, done, add } = setUp();
    for (const item of ["first", "a", "b", "c"]) add(item);
    commits[0]?.end();
    await settle();
    commits[1]?.end([null, new Error("refused"), null]);
    await settle();
    expect(done.toSorted()).toEqual(["a", "b: refused", "c", "first"]);
  });

  it("fails all of a commit that failed, and goes on with the next", async () => {
    const { commits, done, add } = setUp();
    add("first");
    add("a");
    add("b");
    commits[0]?.end();
    await settle();
    add("c");
    commits[1]?.fail();
    await settle();
    expect(done).toEqual(["first", "a: disk full", "b: disk full"]);
    commits[2]?.end();
    await settle();
    expect(done).toEqual(["first", "a: disk full", "b: disk full", "c"]);
    add("d");
    await settle();
    expect(commits).toHaveLength(4);
  });
});
