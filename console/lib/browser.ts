import type { OpenSocket } from "./stream.ts";

/** The page's own origin, so that the console works behind any host name. */
export const openStreamSocket: OpenSocket = ({ onText, onClose }) => {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/api/ws`);
  socket.onmessage = (event: MessageEvent<unknown>) => {
    if (typeof event.data === "string") onText(event.data);
  };
  socket.onclose = () => onClose();
  return { close: () => socket.close() };
};

/** Once after a delay; the returned function cancels it. */
export function after(delayMs: number, task: () => void): () => void {
  const timer = setTimeout(task, delayMs);
  return () => clearTimeout(timer);
}

/** Runs `task` before the next paint, or within a second where the page is hidden and does not paint. */
export function beforePaint(task: () => void): void {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    task();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, 1_000);
}
