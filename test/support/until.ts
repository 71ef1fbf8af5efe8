/**
 * Looks again and again until `look` gives something other than null or false, and resolves with it. A look
 * that throws counts as nothing yet. Rejects after `withinMs`.
 */
export async function until<T>(look: () => T | Promise<T>, withinMs: number): Promise<NonNullable<T>> {
  const end = performance.now() + withinMs;
  for (;;) {
    const seen = await Promise.try(look).catch(() => null);
    if (seen !== null && seen !== undefined && seen !== false) return seen as NonNullable<T>;
    if (performance.now() > end) throw new Error(`did not happen in ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
