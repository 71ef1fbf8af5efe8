import { type Clock, TandemError, type Timers } from "#model";
import { fingerprint, type GeminiKey, type KeyHolder, type VenueKeys } from "../venue-keys.ts";
import type { SolanaAddresses, VenueDoors } from "./venue-doors.ts";

/** What came of one venue's new key. */
export interface Rotation {
  readonly venue: "gemini" | "solana";
  readonly outcome: "replaced" | "refused" | "not-connected";
  /** Fingerprints, for the audit; "none" where there was no key. */
  readonly before: string;
  readonly after: string;
  /** One line for the operator, without a key. */
  readonly text: string;
}

export interface RotateOptions {
  readonly keys: KeyHolder;
  readonly doors: VenueDoors;
  readonly clock: Clock;
  readonly timers: Timers;
}

const CONNECTED_WITHIN_MS = 30_000;
const LOOK_MS = 50;

/** Changes what differs, each venue by itself. What a venue refuses stays as it was. Never rejects for a venue's reasons. */
export async function rotateKeys(options: RotateOptions, next: VenueKeys): Promise<readonly Rotation[]> {
  const { current } = options.keys;
  const gemini = next.geminiKey;
  const tasks: Promise<Rotation>[] = [];
  if (!sameKey(current.geminiKey, gemini)) tasks.push(rotateGemini(options, current.geminiKey, gemini));
  const [before, after] = [addressesOf(current), addressesOf(next)];
  if (!sameAddresses(before, after)) tasks.push(rotateSolana(options, before, after));
  return await Promise.all(tasks);
}

async function rotateGemini(
  { keys, doors, clock }: RotateOptions,
  old: GeminiKey | null,
  key: GeminiKey | null,
): Promise<Rotation> {
  const marks = { venue: "gemini", before: markOfKey(old), after: markOfKey(key) } as const;
  const { before, after } = marks;
  const refuse = (why: string): Rotation => ({ ...marks, outcome: "refused", text: `Gemini: ${why}` });
  if (doors.replaceGeminiKey === null || old === null || key === null)
    return refuse("a key that is added or taken away needs a restart, or one that nothing is ordered with");
  const startNs = clock.monotonicNs();
  try {
    await doors.replaceGeminiKey(key);
  } catch (error) {
    return refuse(`key ${after} refused, ${before} stays in use: ${wordsOf(error)}`);
  }
  keys.current = { ...keys.current, geminiKey: key };
  const text = `Gemini: key ${after} replaced ${before}, connected after ${since(clock, startNs)} s`;
  return { ...marks, outcome: "replaced", text };
}

async function rotateSolana(
  options: RotateOptions,
  old: SolanaAddresses,
  addresses: SolanaAddresses,
): Promise<Rotation> {
  const { keys, doors, clock } = options;
  const marks = { venue: "solana", before: markOfAddresses(old), after: markOfAddresses(addresses) } as const;
  const { before, after } = marks;
  const refuse = (why: string): Rotation => ({ ...marks, outcome: "refused", text: `Solana: ${why}` });
  const obstacle = doors.whyNotAddresses(addresses);
  if (obstacle !== null) return refuse(`${obstacle} needs a restart`);
  const startNs = clock.monotonicNs();
  try {
    await doors.replaceAddresses(addresses);
  } catch (error) {
    return refuse(`addresses ${after} refused, ${before} stay in use: ${wordsOf(error)}`);
  }
  const { rpcUrls, wsUrls } = addresses;
  keys.current = { ...keys.current, solanaRpcUrls: rpcUrls, solanaWsUrls: wsUrls };
  const isConnected = await untilConnected(options);
  const done = `Solana: addresses ${after} replaced ${before}`;
  return isConnected
    ? { ...marks, outcome: "replaced", text: `${done}, connected after ${since(clock, startNs)} s` }
    : { ...marks, outcome: "not-connected", text: `${done}, but the pools are not live again` };
}

async function untilConnected({ doors, clock, timers }: RotateOptions): Promise<boolean> {
  const untilNs = clock.monotonicNs() + CONNECTED_WITHIN_MS * 1e6;
  while (clock.monotonicNs() < untilNs) {
    if (doors.isConnected("solana")) return true;
    await new Promise<void>((resolve) => timers.after(LOOK_MS, resolve));
  }
  return false;
}

/** A defect of ours is told as well: the other venue's key may have changed already, so the report must come. */
function wordsOf(error: unknown): string {
  return error instanceof TandemError ? `${error.code}: ${error.message}` : String(error);
}

function since(clock: Clock, startNs: number): string {
  return ((clock.monotonicNs() - startNs) / 1e9).toFixed(2);
}

function addressesOf({ solanaRpcUrls, solanaWsUrls }: VenueKeys): SolanaAddresses {
  return { rpcUrls: solanaRpcUrls, wsUrls: solanaWsUrls };
}

function markOfKey(key: GeminiKey | null): string {
  return key === null ? "none" : fingerprint(`${key.apiKey} ${key.apiSecret}`);
}

function markOfAddresses({ rpcUrls, wsUrls }: SolanaAddresses): string {
  return fingerprint([...rpcUrls, ...wsUrls].join(" "));
}

function sameKey(a: GeminiKey | null, b: GeminiKey | null): boolean {
  return a?.apiKey === b?.apiKey && a?.apiSecret === b?.apiSecret;
}

function sameAddresses(a: SolanaAddresses, b: SolanaAddresses): boolean {
  return a.rpcUrls.join(" ") === b.rpcUrls.join(" ") && a.wsUrls.join(" ") === b.wsUrls.join(" ");
}
