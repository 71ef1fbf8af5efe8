/**
 * Splits text into lines at `\n` alone (a `\r` before it goes too): other line breaks may stand inside a
 * JSON text. A byte order mark at the start is left out. The last line may lack its end.
 */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  let first = true;
  for await (const chunk of chunks) {
    const [head = "", ...tail] = (first ? chunk.replace(/^\uFEFF/, "") : chunk).split("\n");
    first = false;
    const lines = [rest + head, ...tail];
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.replace(/\r$/, "");
  }
  if (rest !== "") yield rest;
}
