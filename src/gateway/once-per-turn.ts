/**
 * A value that is computed when it is asked for, and once for all who ask within the same turn of the event loop: what was
 * so for the first of them is so for the last, as nothing else ran in between but other requests.
 */
export function oncePerTurn<Value>(compute: () => Value): () => Value {
  let held: { readonly value: Value } | null = null;
  const forget = () => {
    held = null;
  };
  return () => {
    if (held === null) {
      held = { value: compute() };
      setImmediate(forget);
    }
    return held.value;
  };
}
