/** One line of a capture: when the frame was received, and its text. */
export interface CapturedFrame {
  readonly receivedNs: number;
  readonly frame: string;
}

/** Reads `<receive ns>\t<frame>`; null where there is no tab or the time is no plain exact integer. */
export function parseCaptureLine(line: string): CapturedFrame | null {
  const tab = line.indexOf("\t");
  if (tab < 0) return null;
  const time = line.slice(0, tab);
  const receivedNs = Number(time);
  if (!/^\d{1,16}$/.test(time) || !Number.isSafeInteger(receivedNs)) return null;
  return { receivedNs, frame: line.slice(tab + 1) };
}
