/**
 * A reader of addresses whose word is the last one. The router lays what a reader returns over the raw query,
 * so that a value which the reader left out would come through as it was written; here it is named as absent.
 */
export function strictly<Search extends object>(parse: (raw: Record<string, unknown>) => Search) {
  return (raw: Record<string, unknown>): Search => {
    const absent = Object.fromEntries(Object.keys(raw).map((key) => [key, undefined]));
    return { ...absent, ...parse(raw) };
  };
}
