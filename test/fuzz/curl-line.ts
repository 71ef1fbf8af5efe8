import type { Request } from "./request.ts";

const SHOWN = 1_500;

/** A command that sends the request again; what is too long to read is cut and marked. */
export function curlLine({ method, target, headers, body, from }: Request, port: number): string {
  const said = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const sent = body === null ? [] : [`--data-binary ${quoted(body.toString())}`];
  const how = method === "HEAD" ? "-I" : `-X ${method}`;
  const url = quoted(`http://127.0.0.1:${port}${target}`);
  return ["curl -si --path-as-is -g", how, `--interface ${from}`, url, ...said, ...sent].join(" ");
}

function quoted(text: string): string {
  const cut = text.length > SHOWN ? `${text.slice(0, SHOWN)}...(${text.length} characters)` : text;
  if (/^[\x20-\x7e]*$/.test(cut)) return `'${cut.replaceAll("'", "'\\''")}'`;
  return `$'${cut.replace(/[\\']/g, "\\$&").replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}'`;
}
