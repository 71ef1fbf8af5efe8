import type { StormOptions, Summary } from "./run-storm.ts";
export async function runMatrix(_: StormOptions & { every: number }): Promise<Summary> {
  throw new Error("soon");
}
