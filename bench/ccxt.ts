import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { FrameSet } from "./frames.ts";

const VERSION = "4.5.84";
const FOLDER = fileURLToPath(new URL("../.tandem/bench/", import.meta.url));
const ENTRY = `${FOLDER}node_modules/ccxt/js/ccxt.js`;

/** Replays the depth levels of one pass; returns how many frames that were. */
export type CcxtPass = (frames: readonly string[]) => void;

interface GeminiHandler {
  handleMessage(client: object, message: unknown): void;
  orderbooks: Record<string, unknown>;
}

/** ccxt's own handler for Gemini's older socket, installed for the bench alone; a reason where it cannot be. */
export async function loadCcxt(): Promise<CcxtPass | string> {
  if (!existsSync(ENTRY)) {
    mkdirSync(FOLDER, { recursive: true });
    const args = ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", FOLDER];
    const run = spawnSync("npm", [...args, `ccxt@${VERSION}`], { stdio: "ignore", timeout: 120_000 });
    if (run.status !== 0)
      return `ccxt@${VERSION} could not be installed (npm said ${run.status ?? "nothing"})`;
  }
  try {
    const { default: ccxt } = await import(pathToFileURL(ENTRY).href);
    return passOf(new ccxt.pro.gemini());
  } catch (error) {
    return `ccxt@${VERSION} could not be loaded: ${error instanceof Error ? error.message : error}`;
  }
}

/** Text -> JSON.parse -> handler -> book, as its client does with each frame of the socket. */
function passOf(handler: GeminiHandler): CcxtPass {
  const client = { resolve: () => {} };
  return (frames) => {
    handler.orderbooks = {};
    for (const text of frames) handler.handleMessage(client, JSON.parse(text));
  };
}

/** The frames of a set that carry levels, as ccxt reads them. */
export function l2Texts(set: FrameSet): readonly string[] {
  return set.frames.map((frame) => frame.l2).filter((text) => text !== null);
}
