import { byUrgency, isAtLeast, type Notice, type Severity } from "./notice.ts";

/** What one channel tells, and how often. */
export interface PolicyRules {
  readonly minSeverity: Severity;
  /** Messages in any 60 seconds at most; at least 1. */
  readonly maxPerMin: number;
}

/** The same key is not told again for so long. */
export const REPEAT_AFTER_MS = 15 * 60_000;
/** So many wait at most; then the least urgent ones go. */
export const MAX_WAITING = 100;
const MINUTE_MS = 60_000;

interface Waiting {
  readonly notice: Notice;
  readonly notBeforeMs: number;
}

interface Told {
  readonly atMs: number;
  readonly lasts: boolean;
}

/** What one channel has told and what it still has to tell; times by a clock that never jumps. */
export interface PolicyState {
  readonly waiting: readonly Waiting[];
  readonly told: ReadonlyMap<string, Told>;
  /** When each message of the last minute was taken. */
  readonly takenMs: readonly number[];
}

export const NOTHING_TOLD: PolicyState = { waiting: [], told: new Map(), takenMs: [] };

/** Takes a notice in, as far as it is to be told at all. `dropped` is how many had to go for want of room. */
export function put(
  state: PolicyState,
  notice: Notice,
  { rules, nowMs }: { readonly rules: PolicyRules; readonly nowMs: number },
): { readonly state: PolicyState; readonly dropped: number } {
  if (notice.kind === "ends") return crop(putEnd(state, notice, { rules, nowMs }));
  const pendingEnd = state.waiting.find((one) => one.notice.key === notice.key && one.notice.kind === "ends");
  // Nobody was told yet that it was over, so it still is what they were told.
  if (pendingEnd !== undefined) return { state: relapse(without(state, notice.key), notice.key), dropped: 0 };
  if (!isAtLeast(notice.severity, rules.minSeverity) || isWaiting(state, notice.key))
    return { state, dropped: 0 };
  const told = state.told.get(notice.key);
  const isRepetition = told !== undefined && nowMs - told.atMs < REPEAT_AFTER_MS;
  if (isRepetition && (told.lasts || notice.kind === "once")) return { state, dropped: 0 };
  // Whoever was told that something critical is over must not believe it any longer than that is so.
  const isHeld = isRepetition && notice.severity !== "critical";
  const notBeforeMs = isHeld ? told.atMs + REPEAT_AFTER_MS : nowMs;
  return crop({ ...state, waiting: [...state.waiting, { notice, notBeforeMs }] });
}

/** The next message as the notices that it tells, none where nothing is due or the minute is full. */
export function take(
  state: PolicyState,
  { rules, nowMs }: { readonly rules: PolicyRules; readonly nowMs: number },
): { readonly state: PolicyState; readonly notices: readonly Notice[] } {
  const takenMs = state.takenMs.filter((atMs) => nowMs - atMs < MINUTE_MS);
  const free = rules.maxPerMin - takenMs.length;
  const due = state.waiting.filter(({ notBeforeMs }) => notBeforeMs <= nowMs);
  if (free <= 0 || due.length === 0) return { state, notices: [] };
  const urgent = due.map(({ notice }) => notice).toSorted(byUrgency);
  const notices = free === 1 ? urgent : urgent.slice(0, 1);
  return {
    notices,
    state: {
      waiting: state.waiting.filter(({ notice }) => !notices.includes(notice)),
      told: remember(state.told, notices, nowMs),
      takenMs: [...takenMs, nowMs],
    },
  };
}

/** What ended before it was told is not worth a word; what was told is told to be over, whatever the severity. */
function putEnd(
  state: PolicyState,
  notice: Notice,
  { rules, nowMs }: { readonly rules: PolicyRules; readonly nowMs: number },
): PolicyState {
  const waits = state.waiting.find((one) => one.notice.key === notice.key);
  if (waits !== undefined) return waits.notice.kind === "ends" ? state : without(state, notice.key);
  const told = state.told.get(notice.key);
  const wasTold = told?.lasts === true;
  if (!wasTold && !isAtLeast(notice.severity, rules.minSeverity)) return state;
  const waiting = [...state.waiting, { notice, notBeforeMs: nowMs }];
  return {
    ...state,
    waiting,
    told: wasTold ? withTold(state, notice.key, { ...told, lasts: false }) : state.told,
  };
}

function relapse(state: PolicyState, key: string): PolicyState {
  const told = state.told.get(key);
  return told === undefined ? state : { ...state, told: withTold(state, key, { ...told, lasts: true }) };
}

function withTold({ told }: PolicyState, key: string, entry: Told): ReadonlyMap<string, Told> {
  return new Map([...told, [key, entry]]);
}

function isWaiting({ waiting }: PolicyState, key: string): boolean {
  return waiting.some(({ notice }) => notice.key === key);
}

function without(state: PolicyState, key: string): PolicyState {
  return { ...state, waiting: state.waiting.filter(({ notice }) => notice.key !== key) };
}

/** Forgets what is over and out of its window. */
function remember(
  told: PolicyState["told"],
  notices: readonly Notice[],
  nowMs: number,
): ReadonlyMap<string, Told> {
  const kept = [...told].filter(([, { lasts, atMs }]) => lasts || nowMs - atMs < REPEAT_AFTER_MS);
  const fresh = notices.filter(({ kind }) => kind !== "ends");
  return new Map([
    ...kept,
    ...fresh.map(({ key, kind }) => [key, { atMs: nowMs, lasts: kind === "begins" }] as const),
  ]);
}

/** The room is bounded: the newest of the least severe ones go. */
function crop(state: PolicyState): { readonly state: PolicyState; readonly dropped: number } {
  const dropped = state.waiting.length - MAX_WAITING;
  if (dropped <= 0) return { state, dropped: 0 };
  const waiting = state.waiting
    .toSorted((one, other) => byUrgency(one.notice, other.notice))
    .slice(0, MAX_WAITING);
  return { state: { ...state, waiting }, dropped };
}
