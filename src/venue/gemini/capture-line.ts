/** One line of a capture: when the frame was received, and its text. */
export interface CapturedFrame {
  readonly receivedNs: number;
  readonly frame: string;
}

/**
 * Reads `<receive ns>\t<frame>`; null where there is no tab or the time is no plain integer. The time may
 * be monotonic or since 1970: the latter has 19 digits and is rounded to what a double holds (256 ns).
 */
export function parseCaptureLine(line: string): CapturedFrame | null {
  const tab = line.indexOf("\t");
  if (tab < 0) return null;
  const time = line.slice(0, tab);
  if (!/^\d{1,19}$/.test(time)) return null;
  return { receivedNs: Number(time), frame: line.slice(tab + 1) };
}
