/** More than letters of other words add up to in what anybody types. */
const WHOLE_WORD = 100;

/**
 * How well typed letters fit a label: all of them must occur in order. The beginning of a word as it is typed counts most,
 * then letters that begin words, then letters that follow one another; null where it does not fit. Pure.
 */
export function fit(typed: string, label: string): number | null {
  const wanted = typed.toLowerCase().replace(/\s+/g, "");
  const text = label.toLowerCase();
  let at = -1;
  if (wordBeginning(text, wanted, 0) >= 0) return WHOLE_WORD - text.length / 100;
  let score = 0;
  for (const letter of wanted) {
    const begins = wordBeginning(text, letter, at + 1);
    const next = text.startsWith(letter, at + 1)
      ? at + 1
      : begins >= 0
        ? begins
        : text.indexOf(letter, at + 1);
    if (next < 0) return null;
    score += next === at + 1 ? 2 : next === begins ? 3 : 0;
    at = next;
  }
  return score - text.length / 100;
}

/** Those that fit, the best first, in their own order where they fit equally. */
export function rank<Command>(
  typed: string,
  commands: readonly Command[],
  labelOf: (command: Command) => string,
): readonly Command[] {
  if (typed.trim() === "") return commands;
  return commands
    .map((command) => ({ command, score: fit(typed, labelOf(command)) }))
    .filter(({ score }) => score !== null)
    .toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map(({ command }) => command);
}

/** Where in the text a word begins with these letters, -1 where none does. */
function wordBeginning(text: string, letters: string, from: number): number {
  for (let at = text.indexOf(letters, from); at >= 0; at = text.indexOf(letters, at + 1)) {
    if (at === 0 || !/[a-z0-9]/.test(text[at - 1] ?? "")) return at;
  }
  return -1;
}
