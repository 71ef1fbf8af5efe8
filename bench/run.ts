import { type CcxtPass, l2Texts, loadCcxt } from "./ccxt.ts";
import { capturedFrames, type FrameSet, syntheticFrames } from "./frames.ts";
import { FullPath } from "./full-path.ts";
import { journalFigures } from "./journal.ts";
import { type Contestant, type HeapUse, heapUse, quantile, race } from "./measure.ts";
import { recordedPool } from "./pools.ts";
import { quotesPerSecond } from "./quotes.ts";
import { printReport, type SetReport } from "./report.ts";

/**
 * Frame -> book -> decision beside JSON.parse alone and ccxt's handler, and the journal's appends, in one run.
 * Standard output gets a table and, as its last line, the same figures as JSON.
 */
const SYNTHETIC = 100_000;
const MILLION = 1_000_000;

const pool = recordedPool(30);
const ccxt = await loadCcxt();
const captured = capturedFrames();
const reports = (["touch", "uniform"] as const).map((spread) =>
  measure(syntheticFrames(SYNTHETIC, spread), 7, 1, ccxt),
);
if (captured !== null) reports.push(measure(captured, 7, 200, ccxt));
printReport({
  sets: reports,
  quotes: quotesPerSecond(),
  journal: await journalFigures(),
  notes: [
    ...(typeof ccxt === "string" ? [`ccxt skipped: ${ccxt}`] : []),
    ...(captured === null ? ["captured frames skipped: ../shared/data is absent"] : []),
  ],
});

function measure(set: FrameSet, rounds: number, passes: number, handler: CcxtPass | string): SetReport {
  const path = new FullPath(set, pool);
  const contestants: Contestant[] = [parseAlone(set), fullPath(set, path)];
  if (typeof handler !== "string") contestants.push(byCcxt(set, handler));
  const rates = race(contestants, rounds, passes);
  path.check(set.frames.length);
  const latency = latencies(set, path);
  return { name: set.name, frames: set.frames.length, rates, ...latency, heap: millionFrames(set, path) };
}

function parseAlone({ frames }: FrameSet): Contestant {
  return {
    name: "JSON.parse",
    pass() {
      let fields = 0;
      for (const frame of frames) fields += JSON.parse(frame.text) === null ? 0 : 1;
      return fields;
    },
  };
}

function fullPath({ frames }: FrameSet, path: FullPath): Contestant {
  return {
    name: "full path",
    prepare: () => path.reset(),
    pass() {
      let index = 0;
      for (const frame of frames) {
        path.take(frame, index);
        index += 1;
      }
      return index;
    },
  };
}

function byCcxt(set: FrameSet, pass: CcxtPass): Contestant {
  const texts = l2Texts(set);
  return {
    name: "ccxt",
    pass() {
      pass(texts);
      return texts.length;
    },
  };
}

/** Microseconds of each single frame, over at least a hundred thousand of them. */
function latencies({ frames }: FrameSet, path: FullPath): { p50Us: number; p99Us: number; p999Us: number } {
  const passes = Math.ceil(SYNTHETIC / frames.length);
  const micros = new Float64Array(passes * frames.length);
  let at = 0;
  for (let pass = 0; pass < passes; pass += 1) {
    path.reset();
    for (const frame of frames) {
      const startMs = performance.now();
      path.take(frame, at);
      micros[at] = (performance.now() - startMs) * 1000;
      at += 1;
    }
  }
  return { p50Us: quantile(micros, 0.5), p99Us: quantile(micros, 0.99), p999Us: quantile(micros, 0.999) };
}

function millionFrames(set: FrameSet, path: FullPath): HeapUse {
  const contestant = fullPath(set, path);
  return heapUse(MILLION, () => {
    for (let done = 0; done < MILLION; ) {
      path.reset();
      done += contestant.pass();
    }
  });
}
