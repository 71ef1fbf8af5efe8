/** Words of PromQL that stand where a metric could. */
const WORDS = new Set([
  ...[
    "and",
    "or",
    "unless",
    "offset",
    "bool",
    "by",
    "without",
    "on",
    "ignoring",
    "group_left",
    "group_right",
  ],
  ...["inf", "nan"],
]);

/** One metric of an expression with the labels that select it. */
export interface Selected {
  readonly name: string;
  readonly labels: readonly string[];
}

/** What an expression reads, without functions, groupings and strings. */
export function metricsOf(expr: string): readonly Selected[] {
  const bare = expr
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""')
    .replace(/\[[^\]]*\]/g, " ")
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, " ");
  const found = [...bare.matchAll(/(?<![\w.:])([a-zA-Z_:][\w:]*)\s*(\(|\{[^}]*\})?/g)];
  return found
    .filter(([, name = "", after]) => after !== "(" && !WORDS.has(name.toLowerCase()))
    .filter(({ index }) => !isInsideBraces(bare, index))
    .map(([, name = "", after = ""]) => ({ name, labels: labelsOf(after) }));
}

function labelsOf(braces: string): readonly string[] {
  return [...braces.matchAll(/([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)/g)].map(([, label = ""]) => label);
}

function isInsideBraces(text: string, index: number): boolean {
  const before = text.slice(0, index);
  return before.lastIndexOf("{") > before.lastIndexOf("}");
}
