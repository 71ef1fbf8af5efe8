import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Top to bottom: a file imports its own layer and the layers above it, never one below. */
const LAYERS = [
  "model",
  "transport",
  "venue",
  "book",
  "signal",
  "risk",
  "execution",
  "ledger",
  "access",
  "engine",
  "storage",
  "notify",
  "wire",
  "gateway",
  "system",
];

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sourcesBelow(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[/\\](dist|node_modules)[/\\]/.test(path))
    .map((path) => {
      const text = readFileSync(path, "utf8");
      return { path: relative(ROOT, path).replaceAll("\\", "/"), text, imports: importsOf(text) };
    });
}

function importsOf(text: string): string[] {
  const pattern =
    /(?:^|[\s;}])(?:import|export)\b[^'"`;]*?from\s*["']([^"']+)["']|import\s*\(?\s*["']([^"']+)["']/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? "");
}

/** What a `src/` file may not do; one line for each breach. */
function breachesOf(file: SourceFile): string[] {
  const own = file.path.split("/")[1] ?? "";
  return file.imports.flatMap((specifier) => {
    const target = layerOf(file.path, specifier);
    if (target === null) return [];
    if (specifier.startsWith(".") && target !== own)
      return [`${file.path}: reaches into ${target} by ${specifier}`];
    if (specifier.startsWith("#") && target === own)
      return [`${file.path}: imports its own layer by ${specifier}`];
    if (target === "sim") return own === "system" ? [] : [`${file.path}: imports the stand-ins`];
    if (/^#[a-z]+\//.test(specifier) && !(target === "venue" && own === "system"))
      return [`${file.path}: reaches inside ${target} by ${specifier}`];
    if (LAYERS.indexOf(target) > LAYERS.indexOf(own))
      return [`${file.path}: imports ${target}, a layer below it`];
    if (own === "wire" && target !== "wire")
      return [`${file.path}: wire is shared with the console and imports nothing`];
    return [];
  });
}

/** The layer (or tree) that an import leads to, null for a package. */
function layerOf(from: string, specifier: string): string | null {
  if (specifier.startsWith("#")) return specifier.slice(1).split("/")[0] ?? "";
  if (!specifier.startsWith(".")) return null;
  const parts = relative(ROOT, resolve(ROOT, dirname(from), specifier))
    .replaceAll("\\", "/")
    .split("/");
  return parts[0] === "src" ? (parts[1] ?? "") : (parts[0] ?? "");
}

const sources = sourcesBelow("src");
const standIns = sourcesBelow("sim");
const consoleSources = sourcesBelow("console");

describe("the house", () => {
  it("is really looked at", () => {
    expect(sources.length).toBeGreaterThan(60);
    expect(standIns.length).toBeGreaterThan(20);
    expect(consoleSources.length).toBeGreaterThan(15);
    expect(sources.flatMap((file) => file.imports).length).toBeGreaterThan(100);
  });

  it("has no folder that the list of layers does not know", () => {
    const folders = readdirSync(join(ROOT, "src"));
    expect(folders.filter((name) => !LAYERS.includes(name))).toEqual([]);
  });

  it("has one small index.ts in each layer", () => {
    for (const layer of readdirSync(join(ROOT, "src"))) {
      const index = sources.find((file) => file.path === `src/${layer}/index.ts`);
      expect(index, `src/${layer}/index.ts`).toBeDefined();
      expect(index?.text.split("\n").length, `lines of src/${layer}/index.ts`).toBeLessThan(80);
    }
  });

  it("reads downwards only: no import points to a layer below or inside another one", () => {
    expect(sources.flatMap(breachesOf)).toEqual([]);
  });

  it("finds an arrow that points the wrong way", () => {
    const wrong = (path: string, specifier: string) => breachesOf({ path, text: "", imports: [specifier] });
    expect(wrong("src/model/x.ts", "#engine")).toHaveLength(1);
    expect(wrong("src/book/x.ts", "../engine/y.ts")).toHaveLength(1);
    expect(wrong("src/engine/x.ts", "#venue/gemini")).toHaveLength(1);
    expect(wrong("src/engine/x.ts", "../../sim/index.ts")).toHaveLength(1);
    expect(wrong("src/gateway/x.ts", "#model")).toEqual([]);
  });

  it("reads the environment, the clock and chance only in system", () => {
    const forbidden =
      /process\.env|Date\.now\(|new Date\(\)|performance\.now\(|hrtime|Math\.random\(|randomUUID|randomBytes/;
    const readers = sources.filter(
      (file) => !file.path.startsWith("src/system/") && forbidden.test(withoutComments(file.text)),
    );
    expect(readers.map((file) => file.path)).toEqual([]);
  });

  it("keeps the pure middle free of waiting", () => {
    const pure = ["model", "book", "signal", "risk", "execution", "engine"].map((layer) => `src/${layer}/`);
    const files = sources.filter((file) => pure.some((folder) => file.path.startsWith(folder)));
    expect(files.length).toBeGreaterThan(20);
    expect(
      files.filter((file) => /\bawait\b|\bsetTimeout\b|\bsetInterval\b/.test(withoutComments(file.text))),
    ).toEqual([]);
  });

  it("keeps the stand-ins a second implementation: they share no code with src", () => {
    const shared = standIns.flatMap((file) =>
      file.imports
        .filter((specifier) => specifier.startsWith("#") || layerOfTree(file.path, specifier) === "src")
        .map((specifier) => `${file.path}: ${specifier}`),
    );
    expect(shared).toEqual([]);
  });

  it("lets the console import wire and nothing else, and no feature import another", () => {
    const breaches = consoleSources.flatMap((file) =>
      file.imports
        .filter((specifier) => isConsoleBreach(file.path, specifier))
        .map((specifier) => `${file.path}: ${specifier}`),
    );
    expect(breaches).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
}

function layerOfTree(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  return relative(ROOT, resolve(ROOT, dirname(from), specifier))
    .replaceAll("\\", "/")
    .split("/")[0];
}

function isConsoleBreach(from: string, specifier: string): boolean {
  if (specifier.startsWith("#")) return specifier !== "#wire";
  if (!specifier.startsWith(".")) return false;
  const target = relative(ROOT, resolve(ROOT, dirname(from), specifier))
    .replaceAll("\\", "/")
    .split("/");
  if (target[0] !== "console") return true;
  const own = from.split("/");
  return own[1] === "features" && target[1] === "features" && own[2] !== target[2];
}
