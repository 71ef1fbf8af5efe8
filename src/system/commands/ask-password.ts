import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { ConfigError } from "#model";

/**
 * A password from the terminal, typed twice and not shown; from a pipe its first line. It is never an argument, which
 * other users of the machine could read. Throws ConfigError where the two differ or there is none.
 */
export async function askPassword(name: string): Promise<string> {
  if (process.stdin.isTTY !== true) return await firstLine();
  const password = await typed(`Password of ${name}: `);
  if ((await typed("Once more: ")) !== password) throw new ConfigError("password", "the two differ");
  return password;
}

async function firstLine(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.includes("\n") || text.length > 4_096) break;
  }
  const [line = ""] = text.split(/\r?\n/, 1);
  if (line === "") throw new ConfigError("password", "no password on standard input");
  return line;
}

async function typed(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  const answer = await lines.question("");
  lines.close();
  process.stderr.write("\n");
  return answer;
}
